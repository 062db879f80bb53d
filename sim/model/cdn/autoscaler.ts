/**
 * Starts and stops the replicas of a group in one place, by demand. A replica that is stopped takes nothing
 * new and finishes what it has; balancers and caches go round it, clients that talk to replicas directly do
 * not know.
 */
import type { Random } from '../../engine/random.ts';
import type { HandlerId } from '../../engine/simulator.ts';
import type { Forecast } from '../balance/scale/forecast.ts';
import type { AutoscaleSettings } from '../balance/scale/index.ts';
import type { Distribution } from '../distribution/distribution.ts';
import type { NodeContext } from '../node/node.ts';
import type { World } from '../node/world.ts';

/** One node of the group. */
export interface Replica {
  readonly workers: number;
  /** Time that its workers have been busy, and service that was asked of it, since it was asked last, ms. */
  measured(): { readonly busyMs: number; readonly offeredMs: number };
  /** Begins or ceases to count as there. */
  switch(isOn: boolean): void;
}

interface Member {
  readonly id: number;
  readonly replica: Replica;
  state: 'off' | 'booting' | 'on';
  /** Grows with each start and stop: a boot that was called off ends unheard. */
  era: number;
}

/** No scaling for less than this share. Source: Kubernetes, --horizontal-pod-autoscaler-tolerance. */
const TOLERANCE = 0.1;
/** At a time not more than twice as many, or four more. Source: Kubernetes, default scale-up policies. */
const MOST_FACTOR = 2;
const MOST_STEP = 4;
/** Multiplications a second of the controller's processor: an assumption, for an interpreter. */
const OPERATIONS_PER_MS = 1e5;
/** Boots that are drawn for their mean. */
const DRAWS = 64;

export class Autoscaler {
  readonly #world: World;
  readonly #settings: AutoscaleSettings;
  readonly #members: readonly Member[];
  readonly #forecast: Forecast;
  readonly #boot: Distribution;
  readonly #random: Random;
  readonly #act: HandlerId;
  readonly #ready: HandlerId;
  readonly #replicas: number;
  readonly #serving: number;
  readonly #decisions: number;
  readonly #operations: number;
  readonly #starts: number;
  readonly #stops: number;
  /** What was wanted, and when: the last ones within `hold`. */
  readonly #wanted: { atMs: number; count: number }[] = [];
  #upMs = Number.NEGATIVE_INFINITY;

  /** @param replicas all that there may be, in the order in which they are started. */
  constructor(
    { world, group, place, name }: NodeContext,
    settings: AutoscaleSettings,
    replicas: readonly (readonly [id: number, replica: Replica])[],
  ) {
    const { recorder, simulator, streams } = world;
    const labels = { node: group, place: world.places[place]!.name };
    this.#world = world;
    this.#settings = settings;
    this.#members = replicas.map(([id, replica]) => ({ id, replica, state: 'on', era: 0 }));
    this.#boot = settings.boot.make();
    this.#random = streams.stream(`${name}/boot`);
    const rehearsal = streams.stream(`${name}/mean boot`);
    let bootMs = 0;
    for (let draw = 0; draw < DRAWS; draw += 1) bootMs += this.#boot.sample(rehearsal) / DRAWS;
    const intervalMs = settings.every;
    this.#forecast = settings.rule.make({ intervalMs, aheadMs: bootMs + intervalMs });
    this.#replicas = recorder.level('replicas', labels);
    this.#serving = recorder.level('replicas_serving', labels);
    this.#decisions = recorder.counter('scaler_decisions', labels);
    this.#operations = recorder.counter('scaler_operations', labels);
    this.#starts = recorder.counter('replica_starts', labels);
    this.#stops = recorder.counter('replica_stops', labels);
    this.#act = simulator.handler((wanted) => this.#scaleTo(wanted), 'scaling');
    this.#ready = simulator.handler(
      (member, era) => this.#isReady(member, era),
      'replica is ready',
    );
    const decide = simulator.handler(() => {
      simulator.after(intervalMs, decide);
      this.#decide();
    }, 'scaling decision');
    const begin = simulator.handler(() => this.#begin(), 'scaling begins');
    simulator.at(0, begin);
    simulator.after(intervalMs, decide);
  }

  #begin(): void {
    const { min, start = min } = this.#settings;
    const count = this.#members.length;
    this.#change(this.#replicas, count);
    this.#change(this.#serving, count);
    for (let index = count - 1; index >= Math.min(count, start); index -= 1) this.#stop(index);
  }

  #decide(): void {
    const { recorder, simulator } = this.#world;
    const { every, target } = this.#settings;
    const { nowMs } = simulator;
    let [busyMs, offeredMs] = [0, 0];
    for (const { replica } of this.#members) {
      const measured = replica.measured();
      busyMs += measured.busyMs;
      offeredMs += measured.offeredMs;
    }
    const { workers } = this.#members[0]!.replica;
    const demand = this.#forecast.next({ busy: busyMs / every, offered: offeredMs / every });
    const { operations } = this.#forecast;
    recorder.add(this.#decisions, 1, nowMs);
    recorder.add(this.#operations, operations, nowMs);
    const current = this.#count('on') + this.#count('booting');
    const change = demand / (current * workers * target);
    const wanted =
      Math.abs(change - 1) <= TOLERANCE ? current : Math.ceil(demand / (workers * target));
    simulator.after(operations / OPERATIONS_PER_MS, this.#act, this.#held(wanted, nowMs));
  }

  /** @returns the most that was wanted lately, within bounds. */
  #held(wanted: number, nowMs: number): number {
    const { hold, min } = this.#settings;
    const bounded = Math.min(this.#members.length, Math.max(min, wanted));
    this.#wanted.push({ atMs: nowMs, count: bounded });
    while (this.#wanted[0]!.atMs < nowMs - hold) this.#wanted.shift();
    return this.#wanted.reduce((most, { count }) => Math.max(most, count), 0);
  }

  #scaleTo(wanted: number): void {
    const { nowMs } = this.#world.simulator;
    const current = this.#count('on') + this.#count('booting');
    if (wanted > current) {
      if (nowMs - this.#upMs < this.#settings['cool-down']) return;
      this.#upMs = nowMs;
      const most = Math.max(current * MOST_FACTOR, current + MOST_STEP);
      for (let more = Math.min(wanted, most) - current; more > 0; more -= 1) this.#start();
      return;
    }
    for (let fewer = current - wanted; fewer > 0; fewer -= 1) {
      // Those that do not serve yet go first.
      const booting = this.#members.findLastIndex(({ state }) => state === 'booting');
      this.#stop(
        booting >= 0 ? booting : this.#members.findLastIndex(({ state }) => state === 'on'),
      );
    }
  }

  #start(): void {
    const index = this.#members.findIndex(({ state }) => state === 'off');
    const member = this.#members[index]!;
    member.state = 'booting';
    member.era += 1;
    this.#change(this.#replicas, 1);
    this.#note(this.#starts);
    const bootMs = this.#boot.sample(this.#random);
    this.#world.simulator.after(bootMs, this.#ready, index, member.era);
  }

  #isReady(index: number, era: number): void {
    const member = this.#members[index]!;
    if (member.era !== era) return;
    member.state = 'on';
    member.replica.switch(true);
    this.#change(this.#serving, 1);
    this.#world.exchange.fill(member.id);
  }

  #stop(index: number): void {
    const member = this.#members[index]!;
    const wasOn = member.state === 'on';
    member.state = 'off';
    member.era += 1;
    this.#change(this.#replicas, -1);
    this.#note(this.#stops);
    if (!wasOn) return;
    member.replica.switch(false);
    this.#change(this.#serving, -1);
    this.#world.exchange.drain(member.id);
  }

  #count(wanted: Member['state']): number {
    return this.#members.reduce((sum, { state }) => sum + (state === wanted ? 1 : 0), 0);
  }

  #change(level: number, by: number): void {
    this.#world.recorder.changeLevel(level, by, this.#world.simulator.nowMs);
  }

  #note(counter: number): void {
    this.#world.recorder.add(counter, 1, this.#world.simulator.nowMs);
  }
}
