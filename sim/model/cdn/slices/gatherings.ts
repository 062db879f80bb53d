/** What has been found so far of each request whose slices are being put together, by call. */
import { grown } from '../../../engine/grown.ts';

const FIRST_CALLS = 1024;

export class Gatherings {
  /** The slice to ask for next, and the first that is no longer wanted. */
  next = new Int32Array(0);
  end = new Int32Array(0);
  /** 1 while a slice has been asked for and is not there. */
  isWaiting = new Uint8Array(0);
  /** 1 while slices are being asked for: an answer that comes at once does not begin that again. */
  isRunning = new Uint8Array(0);
  failed = new Uint8Array(0);
  /** 1 when a slice was not here, or here and stale. */
  missed = new Uint8Array(0);
  stale = new Uint8Array(0);
  /** That of the oldest slice, ms: the age of what is put together, RFC 9111 §3.4. */
  generatedAtMs = new Float64Array(0);
  /** That of the first slice; NaN before. */
  version = new Float64Array(0);

  begin(call: number, next: number, end: number): void {
    if (call >= this.next.length) this.#grow(Math.max(FIRST_CALLS, call + 1, 2 * this.next.length));
    this.next[call] = next;
    this.end[call] = end;
    this.isWaiting[call] = 0;
    this.isRunning[call] = 0;
    this.failed[call] = 0;
    this.missed[call] = 0;
    this.stale[call] = 0;
    this.generatedAtMs[call] = Number.POSITIVE_INFINITY;
    this.version[call] = Number.NaN;
  }

  /** A slice is there. One of another version cannot be put together with those before. */
  add(call: number, generatedAtMs: number, version: number): void {
    if (Number.isNaN(this.version[call]!)) this.version[call] = version;
    else if (this.version[call] !== version) this.failed[call] = 1;
    if (generatedAtMs < this.generatedAtMs[call]!) this.generatedAtMs[call] = generatedAtMs;
  }

  #grow(calls: number): void {
    this.next = grown(this.next, calls);
    this.end = grown(this.end, calls);
    this.isWaiting = grown(this.isWaiting, calls);
    this.isRunning = grown(this.isRunning, calls);
    this.failed = grown(this.failed, calls);
    this.missed = grown(this.missed, calls);
    this.stale = grown(this.stale, calls);
    this.generatedAtMs = grown(this.generatedAtMs, calls);
    this.version = grown(this.version, calls);
  }
}
