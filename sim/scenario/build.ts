/** Scenario → World: makes one replication's nodes, network, traffic and timeline. */
import { Simulator } from '../engine/simulator.ts';
import { Streams } from '../engine/streams.ts';
import { Network } from '../model/net/network.ts';
import { Calls } from '../model/node/calls.ts';
import type { Clients } from '../model/node/clients.ts';
import { Exchange } from '../model/node/exchange.ts';
import type { Node } from '../model/node/node.ts';
import { Trail } from '../model/node/trail.ts';
import type { Content, World } from '../model/node/world.ts';
import type { TraceFeed } from '../model/traffic/trace-feed.ts';
import type { Traffic } from '../model/traffic/traffic.ts';
import { traitsOf } from '../part/reference.ts';
import { Recorder } from '../result/recorder.ts';
import type { Followed } from '../result/trail.ts';
import { matchInstances } from './instances.ts';
import { layOutInstances } from './layout.ts';
import { phasesOf } from './phases.ts';
import type { Scenario, TrafficEntry } from './scenario.ts';

/** A world that is ready to run. */
export interface Built {
  readonly world: World;
  readonly feeds: readonly TraceFeed[];
}

/**
 * @param followed a message whose way is written down.
 * @param equip what is done with the world before anything is in it.
 */
export function build(
  scenario: Scenario,
  replication: number,
  followed?: Followed,
  equip?: (world: World) => void,
): Built {
  const world = emptyWorld(scenario, replication, followed);
  equip?.(world);
  const nodes = world.nodes as Node[];
  for (const [id, instance] of layOutInstances(scenario).entries()) {
    const { group, place, devices, name, site } = instance;
    nodes.push(group.kind.make({ world, id, name, group: group.name, place, devices, site }));
  }
  for (const node of nodes) node.connect();
  const traffic = makeTraffic(scenario, world);
  for (const node of nodes) node.warm?.();
  planTimeline(scenario, world, traffic);
  for (const flow of traffic.values()) flow.start();
  const feeds = [...traffic.values()].flatMap(({ feed }) => feed ?? []);
  return { world, feeds };
}

/** Widths of a window that people can read on an axis, ms. */
const WINDOW_WIDTHS = [100, 200, 500, 1e3, 2e3, 5e3, 10e3, 20e3, 30e3, 60e3, 300e3, 600e3, 3600e3];
const MOST_WINDOWS = 120;
/** Bills for bandwidth look at 5-minute samples: up to a day has them. */
const BILLED_MS = 300e3;
const DAY_MS = 86_400e3;

/** A run that only its traces end starts narrow; the recorder widens windows as it goes. */
function windowMs(durationMs: number): number {
  if (durationMs === Number.POSITIVE_INFINITY) return WINDOW_WIDTHS[3]!;
  if (durationMs > MOST_WINDOWS * BILLED_MS && durationMs <= DAY_MS) return BILLED_MS;
  const wide = WINDOW_WIDTHS.find((width) => durationMs / width <= MOST_WINDOWS);
  return wide ?? durationMs / MOST_WINDOWS;
}

function emptyWorld(scenario: Scenario, replication: number, followed?: Followed): World {
  const { places, run, network: choices } = scenario;
  const simulator = new Simulator();
  const streams = new Streams(run.seed, replication);
  const { durationMs, warmupMs } = run;
  const phases = phasesOf(scenario);
  const recorder = new Recorder({ windowMs: windowMs(durationMs), durationMs, warmupMs, phases });
  const instances = layOutInstances(scenario);
  const groups = new Map<string, number[]>();
  for (const [id, { group }] of instances.entries()) {
    const ids = groups.get(group.name);
    if (ids === undefined) groups.set(group.name, [id]);
    else ids.push(id);
  }
  const links = new Map(
    scenario.links.map((link) => [`${link.from} -> ${link.to}`, link.settings]),
  );
  const linkBetween = (from: string, to: string) =>
    links.get(`${from} -> ${to}`) ?? links.get(`${to} -> ${from}`);
  const sites = new Map(instances.map(({ name, site }) => [name, site]));
  const network = new Network({ simulator, streams, places, choices, linkBetween, sites });
  const calls = new Calls();
  const nodes: Node[] = [];
  const parts = { simulator, recorder, network, calls, nodes, places };
  const exchange = new Exchange(parts, instances.length);
  const contents: Content[] = [];
  const contentCount = scenario.traffic.reduce((sum, entry) => sum + contentsOf(entry), 0);
  return {
    simulator,
    streams,
    recorder,
    places,
    network,
    calls,
    exchange,
    nodes,
    siteOf: Int32Array.from(sites.values()),
    groups,
    contents,
    contentCount: Math.max(1, contentCount),
    audits: [],
    trail: followed && new Trail(followed, simulator),
    files: scenario.files,
  };
}

function contentsOf({ kind }: TrafficEntry): number {
  const traits = traitsOf(kind);
  return traits.contents?.(kind.params) ?? (traits.needs === 'http' ? 1 : 0);
}

function makeTraffic(scenario: Scenario, world: World): Map<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  let contents = 0;
  for (const entry of scenario.traffic) {
    const { name, from, to, shares, kind } = entry;
    const clients = world.groups.get(from)!.map((id) => world.nodes[id] as Clients);
    const content = contentsOf(entry) > 0 ? contents : -1;
    contents += contentsOf(entry);
    const { durationMs } = scenario.run;
    traffic.set(name, kind.make({ world, name, content, clients, to, shares, durationMs }));
  }
  return traffic;
}

/**
 * Schedules what the timeline says; plans first, since a load plan may not change later. One handler
 * for all of it, so that a longer timeline gives no other event a new number: a fork has the
 * fingerprint of the run that it left.
 */
function planTimeline(scenario: Scenario, world: World, traffic: Map<string, Traffic>): void {
  const { simulator } = world;
  const named = world.nodes.map(({ name, group, place }) => {
    return { name, group, placeName: world.places[place]!.name };
  });
  const instances = (pattern: string) => matchInstances(pattern, named);
  const inOrder = [...scenario.timeline].sort((one, other) => one.atMs - other.atMs);
  const actions = inOrder.map(({ action }) => action.make({ world, traffic, instances }));
  const happen = simulator.handler((entry, isEnd) => {
    const { begin, end } = actions[entry]!;
    for (const audit of world.audits) audit.check();
    if (isEnd === 1) end?.();
    else begin?.();
  }, 'timeline');
  for (const [entry, { plan, begin, end, lastsMs }] of actions.entries()) {
    const { atMs } = inOrder[entry]!;
    plan?.(atMs);
    if (begin !== undefined) simulator.at(atMs, happen, entry, 0);
    if (end !== undefined) simulator.at(atMs + lastsMs!, happen, entry, 1);
  }
}
