/**
 * How much work fixed programs make, counted and not timed: the same on every machine, so that CI can
 * tell a change that makes more events, or draws more chance, from noise.
 *
 * When a count moves on purpose, `UPDATE_COUNTS=1 npx vitest run test/bench` writes it anew; say why
 * in the commit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anyOf } from '../../sim/engine/any-of.ts';
import { EventQueue } from '../../sim/engine/event-queue.ts';
import { hold } from '../../sim/engine/hold.ts';
import { Lines } from '../../sim/engine/lines.ts';
import { MaxMinNetwork } from '../../sim/engine/max-min-network.ts';
import { Processes } from '../../sim/engine/process.ts';
import { Random } from '../../sim/engine/random.ts';
import { Resource } from '../../sim/engine/resource.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Streams } from '../../sim/engine/streams.ts';
import { Run, read } from '../../sim/index.ts';
import { driveRun } from '../../sim/lab/node/drive.ts';
import { cubic } from '../../sim/model/net/transport/congestion/cubic.ts';
import { Flows } from '../../sim/model/net/transport/flows.ts';
import { choose } from '../../sim/part/choice.ts';
import { Recorder } from '../../sim/result/recorder.ts';

const PATH = 'bench/counts.json';

/** Methods whose calls are work: for each, the class and what to call it. */
const COUNTED = [
  [EventQueue.prototype, 'push', 'events scheduled'],
  [EventQueue.prototype, 'cancel', 'events cancelled'],
  [Random.prototype, 'uint32', 'random words drawn'],
  [Recorder.prototype, 'add', 'counters added to'],
  [Recorder.prototype, 'record', 'values recorded'],
] as const;

type Counts = Record<string, number>;
type Method = (...args: unknown[]) => unknown;

/** Does something, and counts the calls of those methods meanwhile. */
async function counted(work: () => Promise<void> | void): Promise<Counts> {
  const counts: Counts = Object.fromEntries(COUNTED.map(([, , what]) => [what, 0]));
  const originals = COUNTED.map(([owner, method, what]) => {
    const methods = owner as unknown as Record<string, Method>;
    const original = methods[method]!;
    methods[method] = function counting(this: unknown, ...args: unknown[]) {
      counts[what]! += 1;
      return original.apply(this, args);
    };
    return () => {
      methods[method] = original;
    };
  });
  try {
    await work();
  } finally {
    for (const restore of originals) restore();
  }
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

const CUSTOMERS = 10_000;

/** M/M/1 at a load of 0.9, a process for each customer. */
function queueOfProcesses(): void {
  const simulator = new Simulator();
  const processes = new Processes(simulator);
  const desk = new Resource(1);
  const streams = new Streams('counts', 0);
  const [arrivals, services] = [streams.stream('arrivals'), streams.stream('services')];
  processes.start(function* () {
    for (let customer = 0; customer < CUSTOMERS; customer += 1) {
      yield arrivals.exponential(10);
      processes.start(function* () {
        const turn = desk.seize();
        yield turn;
        yield services.exponential(9);
        turn.release();
      });
    }
  });
  simulator.run(Number.POSITIVE_INFINITY);
}

/** Calls that race with a timeout, of which one in ten wins. */
function racesWithTimeouts(): void {
  const simulator = new Simulator();
  const processes = new Processes(simulator);
  const replies = new Streams('counts', 0).stream('replies');
  for (let call = 0; call < CUSTOMERS; call += 1) {
    processes.start(function* () {
      const reply = hold(replies.exponential(43));
      yield anyOf(reply, hold(100));
    });
  }
  simulator.run(Number.POSITIVE_INFINITY);
}

/** As many transfers on one link at the same time: were each told of every other, a hundred million events. */
function flowsOnOneLink(): void {
  const simulator = new Simulator();
  const sizes = new Streams('counts', 0).stream('sizes');
  const network = new MaxMinNetwork(simulator, () => {});
  const path = network.addPath([network.addLink(8e9)]);
  for (let flow = 0; flow < CUSTOMERS; flow += 1) network.send(flow, path, sizes.exponential(1e5));
  simulator.run(Number.POSITIVE_INFINITY);
}

/** TCP connections with 100 kB to send, through a bottleneck of 1 Mbit/s for each of them. */
function connectionsOnOneBottleneck(count: number): void {
  const simulator = new Simulator();
  const settings = {
    congestion: choose(cubic, cubic.params.parse({})).make(undefined),
    initialWindow: 10,
    receiveWindow: 2000,
    isOrdered: true,
  };
  const flows = new Flows(simulator, settings, () => {});
  const delayMs = () => 20;
  const course = {
    there: { delayMs, roomMs: Number.POSITIVE_INFINITY },
    back: { delayMs, queue: new Lines(Float64Array.of(count * 1e6)), roomMs: 100 },
    lines: new Lines(new Float64Array(count).fill(1e9)),
    lineRoomMs: 100,
  };
  const begin = simulator.handler((line) => {
    flows.answer(flows.open(course, line, 40), line, 100_000);
  }, 'begin');
  for (let line = 0; line < count; line += 1) simulator.at((100 * line) / count, begin, line);
  simulator.run(Number.POSITIVE_INFINITY);
}

const bottleneck = (count: string) => `${count} connections on one bottleneck`;

async function scenario(file: string): Promise<void> {
  const { scenario: read_ } = read(readFileSync(file, 'utf8'), { file });
  const run = new Run(read_!);
  await driveRun(run, { folder: dirname(file) });
  run.result();
}

const WORK: Readonly<Record<string, () => Promise<void> | void>> = {
  'M/M/1 of 10 000 processes': queueOfProcesses,
  '10 000 races with a timeout': racesWithTimeouts,
  '10 000 flows on one link': flowsOnOneLink,
  [bottleneck('100')]: () => connectionsOnOneBottleneck(100),
  [bottleneck('1000')]: () => connectionsOnOneBottleneck(1000),
  [bottleneck('10 000')]: () => connectionsOnOneBottleneck(10_000),
  ...Object.fromEntries(
    ['01-one-edge', '02-a-shield', '03-balancing', '04-a-chat', '05-a-log', '06-transport'].map(
      (name) => {
        const file = `scenarios/tour/${name}.yaml`;
        return [file, () => scenario(file)];
      },
    ),
  ),
};

describe('work', () => {
  const update = process.env.UPDATE_COUNTS === '1';
  const expected = JSON.parse(readFileSync(PATH, 'utf8')) as Record<string, Counts>;
  const found: Record<string, Counts> = {};

  it.each(Object.entries(WORK))(
    'of %s is as much as bench/counts.json says',
    async (name, work) => {
      found[name] = await counted(work);
      if (!update) expect(found[name]).toEqual(expected[name]);
    },
  );

  it('of 10 000 connections on one bottleneck is a hundred times that of 100, or less', () => {
    const events = (count: string) => found[bottleneck(count)]!['events scheduled']!;
    expect(events('1000') / events('100')).toBeLessThanOrEqual(10.5);
    expect(events('10 000') / events('100')).toBeLessThanOrEqual(105);
  });

  it('is counted for exactly the programs that are here', () => {
    if (update) writeFileSync(PATH, `${JSON.stringify(found, null, 2)}\n`);
    else expect(Object.keys(expected)).toEqual(Object.keys(WORK));
  });
});
