/**
 * Runs a scenario away from the page. It works in slices of events, so that a pause is heard within
 * a few milliseconds, and posts a snapshot a few times a second.
 */
import { Player, Run, read, type Scenario, ScenarioError, type TraceFeeder } from '../sim/index.ts';
import { ScenarioFiles } from './scenario-files.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** The worker's side of the channel; typed here because the page's types cover `globalThis`. */
const channel = globalThis as unknown as {
  postMessage(message: FromWorker): void;
  addEventListener(type: 'message', listen: (event: MessageEvent<ToWorker>) => void): void;
};

const SLICE_MS = 12;
const SNAPSHOT_MS = 200;
/** Snapshots may cost this share of the time at most. */
const SNAPSHOT_SHARE = 0.2;
const FIRST_SLICE_EVENTS = 2000;
const MOST_EVENTS = 1_000_000;
/** How often virtual time moves under a speed limit, ms. */
const TICK_MS = 20;

/** What runs, or stands where it was stopped; one replication is a tape that can be wound back. */
let tape: Run | Player | undefined;
let isPaused = true;
const files = new ScenarioFiles();
let feeder: TraceFeeder | undefined;
/** Where the tape is being wound to. */
let targetMs: number | undefined;
/** Siblings cost as much as the run itself: they are made for those who have wound back once. */
let wantsSiblings = false;
let factor: number | null = null;
let sliceEvents = FIRST_SLICE_EVENTS;
let nextSnapshotAt = 0;
/** Where virtual and real time were when the limit last began to count. */
let anchor = { realMs: 0, virtualMs: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;

const say = (message: FromWorker): void => channel.postMessage(message);

function anchorHere(): void {
  anchor = { realMs: performance.now(), virtualMs: tape?.nowMs ?? 0 };
}

const readIn = (text: string, file: string) =>
  read(text, { file, resolveFile: (path) => files.text(path) });

/** A run that replays no trace can be wound: what a host has read is gone. */
function tapeOf(scenario: Scenario): Run | Player {
  const run = new Run(scenario);
  const isEndless = !Number.isFinite(scenario.run.durationMs);
  if (isEndless || scenario.run.replications > 1 || run.needs().length > 0) return run;
  return new Player(scenario, { run });
}

function start(text: string, file: string, fromMs?: number): void {
  clearTimeout(timer);
  tape = undefined;
  const { scenario, problems } = readIn(text, file);
  say({ type: 'checked', problems, characters: text.length });
  if (scenario === undefined || problems.length > 0) return;
  tape = tapeOf(scenario);
  feeder = files.feeder(scenario);
  const isTraced = tape instanceof Run && tape.needs().length > 0;
  const canRewind = Number.isFinite(scenario.run.durationMs) && !isTraced;
  targetMs = tape instanceof Player ? fromMs : undefined;
  isPaused = false;
  wantsSiblings = false;
  sliceEvents = FIRST_SLICE_EVENTS;
  nextSnapshotAt = 0;
  anchorHere();
  say({ type: 'started', canRewind, replications: scenario.run.replications });
  schedule(0);
}

function stop(): void {
  isPaused = true;
  if (tape !== undefined) snapshot(false);
}

/** Of several replications the first is wound, alone. */
function player(): Player {
  if (!(tape instanceof Player)) tape = new Player(tape!.scenario);
  return tape;
}

function seek(toMs: number): void {
  if (tape === undefined) return;
  player();
  targetMs = toMs;
  isPaused = true;
  wantsSiblings = true;
  schedule(0);
}

function step(): void {
  if (tape === undefined) return;
  isPaused = true;
  player().step();
  snapshot(player().isAtEnd);
}

function schedule(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => guarded(slice), delayMs);
}

function slice(): void {
  if (tape === undefined) return;
  if (targetMs !== undefined) wind(targetMs);
  else if (isPaused) idle();
  else play(tape);
}

function wind(toMs: number): void {
  const isThere = measured(() => player().seek(toMs, sliceEvents));
  if (isThere) {
    targetMs = undefined;
    anchorHere();
    snapshot(player().isAtEnd);
  }
  schedule(0);
}

function idle(): void {
  if (!wantsSiblings || !(tape instanceof Player)) return;
  const one = tape;
  if (!measured(() => one.prepare(sliceEvents))) schedule(0);
}

function play(running: Run | Player): void {
  if (running instanceof Run && running.needs().length > 0) {
    void feed(running);
    return;
  }
  const isDone = measured(() => running.advance(sliceEvents, allowedMs()));
  if (isDone) {
    isPaused = true;
    snapshot(true);
    return;
  }
  if (performance.now() >= nextSnapshotAt) snapshot(false);
  schedule(factor === null ? 0 : TICK_MS);
}

/** Reads on in the traces that a run has used up; it goes on when it has more of them. */
async function feed(running: Run): Promise<void> {
  try {
    for (const each of running.needs()) await feeder!.fill(each);
  } catch (error) {
    if (tape === running) fail(error);
  }
  if (tape === running) schedule(0);
}

/** Works for one slice, and learns from the time it takes how long the next may be. */
function measured(work: () => boolean): boolean {
  const startedAt = performance.now();
  const isDone = work();
  adaptSlice(performance.now() - startedAt);
  return isDone;
}

/** How far virtual time may go by now; each replication begins at 0 and so moves the anchor. */
function allowedMs(): number {
  if (factor === null || tape === undefined) return Number.POSITIVE_INFINITY;
  if (tape.nowMs < anchor.virtualMs) anchorHere();
  return anchor.virtualMs + (performance.now() - anchor.realMs) * factor;
}

function adaptSlice(tookMs: number): void {
  // Under a limit a slice ends with its time, which says nothing about events.
  if (factor !== null && tookMs < SLICE_MS) return;
  const wanted = tookMs > 0 ? (sliceEvents * SLICE_MS) / tookMs : sliceEvents * 2;
  sliceEvents = Math.max(100, Math.min(MOST_EVENTS, Math.round(wanted), sliceEvents * 2));
}

function snapshot(finished: boolean): void {
  const startedAt = performance.now();
  say({
    type: 'snapshot',
    result: tape!.result(),
    progress: finished ? 1 : tape!.progress,
    nowMs: tape!.nowMs,
    finished,
  });
  const now = performance.now();
  nextSnapshotAt = now + Math.max(SNAPSHOT_MS, (now - startedAt) / SNAPSHOT_SHARE);
}

function obey(message: ToWorker): void {
  switch (message.type) {
    case 'files':
      files.add(message.files);
      return;
    case 'check': {
      const { text, file } = message;
      say({ type: 'checked', problems: readIn(text, file).problems, characters: text.length });
      return;
    }
    case 'start':
      start(message.text, message.file, message.fromMs);
      return;
    case 'pause':
      isPaused = true;
      if (tape !== undefined) snapshot(false);
      return;
    case 'resume':
      isPaused = false;
      anchorHere();
      schedule(0);
      return;
    case 'stop':
      stop();
      return;
    case 'seek':
      seek(message.toMs);
      return;
    case 'step':
      step();
      return;
    case 'speed':
      factor = message.factor;
      anchorHere();
      if (!isPaused) schedule(0);
  }
}

/** What goes wrong in here is our mistake; the page says so and stays usable. */
function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  tape = undefined;
  if (error instanceof ScenarioError) say({ type: 'refused', problems: error.problems });
  else say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

channel.addEventListener('message', ({ data }) => guarded(() => obey(data)));
say({ type: 'ready' });
