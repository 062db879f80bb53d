/** A line on standard error that says how far a run is, while somebody watches. */
import { formatSpan, formatValue } from '../report/format.ts';
import type { Host } from './host.ts';

const BAR_COLUMNS = 24;
/** Often enough to look alive, seldom enough not to cost time. */
const PAUSE_MS = 100;
/** To the first column, and erase to the end of the line (ECMA-48, EL). */
export const CLEAR = '\r\u001b[K';

/** What a run tells of itself while it goes on. */
export interface Moving {
  readonly progress: number;
  readonly nowMs: number;
  readonly events: number;
}

export function progressBar(share: number): string {
  const full = Math.round(share * BAR_COLUMNS);
  return '█'.repeat(full) + '░'.repeat(BAR_COLUMNS - full);
}

/** @param elapsedMs wall time since the start. */
export function progressLine({ progress, nowMs, events }: Moving, elapsedMs: number): string {
  const percent = `${Math.floor(progress * 100)} %`.padStart(5);
  const speed = formatValue(elapsedMs > 0 ? (events * 1000) / elapsedMs : 0, 'count');
  return `${progressBar(progress)} ${percent}  ${formatSpan(Math.floor(nowMs / 1000) * 1000)} simulated  ${speed} events/s`;
}

export class Progress {
  readonly #host: Host;
  readonly #label: string;
  readonly #startedMs = performance.now();
  #shownMs = Number.NEGATIVE_INFINITY;

  /** @param label what it is of, where one command does several things. */
  constructor(host: Host, label?: string) {
    this.#host = host;
    this.#label = label === undefined ? '' : `${label}: `;
  }

  show(run: Moving): void {
    const nowMs = performance.now();
    if (!this.#host.isWatched || nowMs - this.#shownMs < PAUSE_MS) return;
    this.#shownMs = nowMs;
    this.#host.err(CLEAR + this.#label + progressLine(run, nowMs - this.#startedMs));
  }

  /** Takes the line away and says how long it took. */
  end({ events }: Moving): void {
    if (!this.#host.isWatched) return;
    const seconds = (performance.now() - this.#startedMs) / 1000;
    const took = `${this.#label}${formatValue(events, 'count')} events in ${seconds.toFixed(1)} s`;
    this.#host.err(`${CLEAR}${this.#host.errStyle.dim(took)}\n`);
  }
}

/** Progress of what tells now and then how far it is; none where nobody is to see it. */
export function followed(host: Host, isQuiet: boolean, label?: string) {
  const progress = isQuiet ? undefined : new Progress(host, label);
  let last: Moving = { progress: 0, nowMs: 0, events: 0 };
  return {
    onProgress(moved: Moving): void {
      last = moved;
      progress?.show(moved);
    },
    /** Takes the line away. */
    end: () => progress?.end(last),
  };
}
