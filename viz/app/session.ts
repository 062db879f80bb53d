/** The state of the dashboard and what a reader can do to it. Components only draw these signals. */
import { batch, computed, signal } from '@preact/signals';
import type { Problem, Result } from '../../sim/index.ts';
import type { FromWorker, ToWorker } from '../worker-protocol.ts';
import { missingFrom, takeDropped } from './files.ts';
import { GALLERY } from './gallery.ts';
import { messages } from './preferences.ts';
import { openResult } from './saved-result.ts';
import { fromHash, toHash } from './share.ts';
import { withEntry } from './timeline-text.ts';

export type Status = 'idle' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'opened';

export const text = signal(GALLERY[0]?.text ?? '');
/** The scenario that was opened last. */
const opened = signal({ file: '', text: '' });
/** The file while its text is unchanged; an edited scenario has none to replay. */
export const file = computed(() => {
  const entry = [...GALLERY, opened.value].find((one) => one.text === text.value);
  return entry?.file ?? 'scenario';
});
export const problems = signal<readonly Problem[]>([]);
/** Length of the text that `problems` are about; -1 before any was checked. */
export const checkedCharacters = signal(-1);
export const status = signal<Status>('idle');
export const result = signal<Result | undefined>(undefined);
/** What ran to its end before the fork that is shown, for comparison. */
export const before = signal<Result | undefined>(undefined);
/** Whether the time slider moves the run. */
export const canRewind = signal(false);
/** Replications of the run; winding back shows the first alone. */
export const replications = signal(1);
/** The text of the scenario that runs; the editor may have gone on. */
const ranText = signal('');
export const progress = signal(0);
export const nowMs = signal(0);
/** What went wrong outside the scenario: a wrong file, a damaged link, our own mistake. */
export const trouble = signal<string | undefined>(undefined);
/** How many times faster than real time; null for as fast as possible. */
export const speed = signal<number | null>(null);

/** An edited scenario has no past to leave from. */
export const canFork = computed(() => canRewind.value && text.value === ranText.value);

export const isBusy = computed(() => status.value === 'running' || status.value === 'paused');

/** The last Result of a whole run. */
let finished: Result | undefined;
let worker: Worker | undefined;
const post = (message: ToWorker): void => worker?.postMessage(message);

export function startWorker(): void {
  worker = new Worker(new URL('../worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => hear(event.data));
  worker.addEventListener('error', (event) => fail(event.message));
}

function fail(message: string): void {
  batch(() => {
    status.value = 'failed';
    trouble.value = `${messages.value.failed}: ${message}`;
  });
}

function hear(message: FromWorker): void {
  switch (message.type) {
    case 'ready':
      check();
      return;
    case 'checked':
      batch(() => {
        problems.value = message.problems;
        checkedCharacters.value = message.characters;
      });
      return;
    case 'refused':
      batch(() => {
        problems.value = message.problems;
        status.value = 'idle';
      });
      return;
    case 'started':
      batch(() => {
        status.value = 'running';
        canRewind.value = message.canRewind;
        replications.value = message.replications;
      });
      return;
    case 'failed':
      fail(message.message);
      return;
    case 'snapshot':
      batch(() => {
        if (status.value === 'opened') return;
        result.value = message.result;
        progress.value = message.progress;
        nowMs.value = message.nowMs;
        if (message.finished) {
          status.value = 'finished';
          finished = message.result;
        }
      });
  }
}

const CHECK_AFTER_MS = 250;
let checkTimer: ReturnType<typeof setTimeout> | undefined;

function check(): void {
  clearTimeout(checkTimer);
  post({ type: 'check', text: text.value, file: file.value });
  void bringFiles(text.value);
}

/** Gives the worker what the gallery has of the files that a scenario names. */
async function bringFiles(named: string): Promise<void> {
  try {
    const files = await missingFrom(named);
    if (files.length === 0) return;
    post({ type: 'files', files });
    check();
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}

export function edit(next: string): void {
  text.value = next;
  clearTimeout(checkTimer);
  checkTimer = setTimeout(check, CHECK_AFTER_MS);
}

export function choose(name: string): void {
  const entry = GALLERY.find((candidate) => candidate.file === name);
  if (entry === undefined) return;
  stop();
  canRewind.value = false;
  text.value = entry.text;
  history.replaceState(null, '', location.pathname);
  check();
}

export function runOrPause(): void {
  if (status.value === 'running') {
    status.value = 'paused';
    post({ type: 'pause' });
  } else if (status.value === 'paused') {
    status.value = 'running';
    post({ type: 'resume' });
  } else {
    start();
  }
}

function start(): void {
  batch(() => {
    trouble.value = undefined;
    result.value = undefined;
    before.value = undefined;
    progress.value = 0;
    nowMs.value = 0;
    status.value = 'idle';
    canRewind.value = false;
    ranText.value = text.value;
  });
  finished = undefined;
  post({ type: 'start', text: text.value, file: file.value });
}

/** Shows another time of the run; it pauses there. */
export function seek(toMs: number): void {
  if (!canRewind.value) return;
  batch(() => {
    status.value = 'paused';
    nowMs.value = toMs;
  });
  post({ type: 'seek', toMs });
}

export function stepOnce(): void {
  if (!canRewind.value) return;
  status.value = 'paused';
  post({ type: 'step' });
}

/** Adds an entry to the timeline and goes on from the time shown, as if it had always been there. */
export function fork(entry: string): void {
  const next = withEntry(text.value, entry);
  if (next === undefined) {
    trouble.value = messages.value.rewind.noPlace;
    return;
  }
  batch(() => {
    trouble.value = undefined;
    text.value = next;
    ranText.value = next;
    before.value = finished;
    status.value = 'idle';
  });
  finished = undefined;
  post({ type: 'start', text: next, file: file.value, fromMs: nowMs.value });
}

export function stop(): void {
  if (!isBusy.value) return;
  status.value = 'stopped';
  post({ type: 'stop' });
}

export function limitSpeed(factor: number | null): void {
  speed.value = factor;
  post({ type: 'speed', factor });
}

const SCENARIO_FILE = /\.ya?ml$/i;

/** A scenario, files that it names, or a saved Result. */
export async function openFiles(files: readonly File[]): Promise<void> {
  const scenario = files.find(({ name }) => SCENARIO_FILE.test(name));
  if (scenario !== undefined) await openScenario(scenario);
  for (const one of files) {
    if (one === scenario) continue;
    if (text.value.includes(one.name)) {
      post({ type: 'files', files: [await takeDropped(one)] });
      check();
    } else {
      await openSaved(one);
    }
  }
}

async function openScenario(scenario: File): Promise<void> {
  const content = await scenario.text();
  stop();
  batch(() => {
    canRewind.value = false;
    trouble.value = undefined;
    opened.value = { file: scenario.name, text: content };
    text.value = content;
  });
  history.replaceState(null, '', location.pathname);
  check();
}

async function openSaved(saved: File): Promise<void> {
  const outcome = openResult(saved.name, await saved.text(), messages.value);
  if ('problem' in outcome) {
    trouble.value = outcome.problem;
    return;
  }
  stop();
  batch(() => {
    trouble.value = undefined;
    result.value = outcome.result;
    before.value = undefined;
    canRewind.value = false;
    status.value = 'opened';
  });
}

/** Puts the scenario into the address and, where the browser allows it, on the clipboard. */
export async function share(): Promise<boolean> {
  history.replaceState(null, '', await toHash(text.value));
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    return false;
  }
}

export async function restoreFromAddress(): Promise<void> {
  try {
    const shared = await fromHash(location.hash);
    if (shared === undefined) return;
    text.value = shared;
  } catch {
    trouble.value = messages.value.badLink;
  }
}
