/**
 * Runs a scenario away from the page. It works in slices of events, so that a pause is heard within
 * a few milliseconds, and posts a snapshot a few times a second.
 */
import { Run, read, ScenarioError } from '../sim/index.ts';
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

let run: Run | undefined;
let isPaused = false;
let factor: number | null = null;
let sliceEvents = FIRST_SLICE_EVENTS;
let nextSnapshotAt = 0;
/** Where virtual and real time were when the limit last began to count. */
let anchor = { realMs: 0, virtualMs: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;

const say = (message: FromWorker): void => channel.postMessage(message);

function anchorHere(): void {
  anchor = { realMs: performance.now(), virtualMs: run?.nowMs ?? 0 };
}

function start(text: string, file: string): void {
  clearTimeout(timer);
  run = undefined;
  const { scenario, problems } = read(text, { file });
  say({ type: 'checked', problems, characters: text.length });
  if (scenario === undefined || problems.length > 0) return;
  run = new Run(scenario);
  isPaused = false;
  sliceEvents = FIRST_SLICE_EVENTS;
  nextSnapshotAt = 0;
  anchorHere();
  say({ type: 'started' });
  schedule(0);
}

function stop(): void {
  clearTimeout(timer);
  if (run !== undefined) snapshot(false);
  run = undefined;
}

function schedule(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => guarded(slice), delayMs);
}

function slice(): void {
  if (run === undefined || isPaused) return;
  if (run.needs().length > 0)
    throw new Error('traces are replayed on the command line: twinwing run');
  const startedAt = performance.now();
  const isDone = run.advance(sliceEvents, allowedMs());
  adaptSlice(performance.now() - startedAt);
  if (isDone) {
    snapshot(true);
    run = undefined;
    return;
  }
  if (performance.now() >= nextSnapshotAt) snapshot(false);
  schedule(factor === null ? 0 : TICK_MS);
}

/** How far virtual time may go by now; each replication begins at 0 and so moves the anchor. */
function allowedMs(): number {
  if (factor === null || run === undefined) return Number.POSITIVE_INFINITY;
  if (run.nowMs < anchor.virtualMs) anchorHere();
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
    result: run!.result(),
    progress: finished ? 1 : run!.progress,
    nowMs: run!.nowMs,
    finished,
  });
  const now = performance.now();
  nextSnapshotAt = now + Math.max(SNAPSHOT_MS, (now - startedAt) / SNAPSHOT_SHARE);
}

function obey(message: ToWorker): void {
  switch (message.type) {
    case 'check': {
      const { text, file } = message;
      say({ type: 'checked', problems: read(text, { file }).problems, characters: text.length });
      return;
    }
    case 'start':
      start(message.text, message.file);
      return;
    case 'pause':
      isPaused = true;
      if (run !== undefined) snapshot(false);
      return;
    case 'resume':
      isPaused = false;
      anchorHere();
      schedule(0);
      return;
    case 'stop':
      stop();
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
    run = undefined;
    if (error instanceof ScenarioError) say({ type: 'refused', problems: error.problems });
    else say({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

channel.addEventListener('message', ({ data }) => guarded(() => obey(data)));
say({ type: 'ready' });
