/** Runs a scenario on requests that a test spells out, for counts that are worked out by hand. */
import { type Result, Run, read } from '../../../sim/index.ts';
import { TraceBatch } from '../../../sim/model/traffic/trace/batch.ts';

/** A request for an object, named by one letter, all of 1000 bytes. */
type Requests = readonly (readonly [atMs: number, objects: string])[];

const BYTES = 1000;

function batchOf(requests: Requests): TraceBatch {
  const all = requests.flatMap(([atMs, objects]) => [...objects].map((name) => ({ atMs, name })));
  const batch = new TraceBatch(all.length);
  for (const [index, { atMs, name }] of all.entries()) {
    batch.timesMs[index] = atMs;
    batch.objects[index] = name.charCodeAt(0);
    batch.bytes[index] = BYTES;
  }
  batch.count = all.length;
  return batch;
}

/** One request each `gapMs`, for one letter of `objects` after the other. */
export const inTurn = (objects: string, gapMs: number): Requests =>
  [...objects].map((name, index) => [index * gapMs, name]);

/** @param traffic what each trace of the scenario asks for, by the trace's name. */
export function runRequests(
  text: string,
  traffic: Readonly<Record<string, Requests>>,
  set: readonly string[] = [],
): Result {
  const { scenario, problems } = read(text, { file: 'sequence.yaml', set });
  if (scenario === undefined) {
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
  const run = new Run(scenario);
  const filled = new Set<string>();
  while (!run.isDone) {
    for (const feed of run.needs()) {
      const name = feed.wish.traffic;
      feed.fill(batchOf(filled.has(name) ? [] : traffic[name]!));
      filled.add(name);
    }
    const before = run.events;
    run.advance(Number.POSITIVE_INFINITY);
    const isStuck = run.events === before && run.needs().length === 0;
    if (isStuck && !run.isDone) throw new Error('calls are open and nothing will answer them');
  }
  return run.result();
}

/** The scenario of one-cache.ts, with a trace instead of drawn requests. */
export const ONE_TRACE = `
version: 1
title: one trace
run: { seed: 1 }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  edge: { kind: cache, capacity: 1MB, parent: origin }
  origin: { kind: origin, service: 0ms }
links:
  people -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  log: { kind: trace, from: people, to: edge, transport: open, file: log }
`;
