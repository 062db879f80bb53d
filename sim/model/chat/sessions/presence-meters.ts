/** Where presence is counted, place by place of the devices that hear of it. */
import type { Recorder } from '../../../result/recorder.ts';

export class PresenceMeters {
  readonly #recorder: Recorder;
  readonly #changes: number;
  readonly #notices: number;
  readonly #frames: number;
  readonly #bytes: number;
  readonly #undelivered: number;
  readonly #lists: number;
  readonly #delay: number;

  constructor(recorder: Recorder, traffic: string, place: string) {
    const labels = { traffic, place };
    const counter = (metric: string) => recorder.counter(metric, labels);
    this.#recorder = recorder;
    this.#changes = counter('presence_changes');
    this.#notices = counter('presence_notices');
    this.#frames = counter('presence_frames');
    this.#bytes = counter('presence_bytes');
    this.#undelivered = counter('presence_undelivered');
    this.#lists = counter('presence_lists');
    this.#delay = recorder.histogram('presence_delay', labels);
  }

  changed(nowMs: number): void {
    this.#recorder.add(this.#changes, 1, nowMs);
  }

  /** One frame for a device. @param notices changes in it; @param delayMs since the first of them. */
  frame(notices: number, bytes: number, delayMs: number, nowMs: number): void {
    this.#recorder.add(this.#notices, notices, nowMs);
    this.#recorder.add(this.#frames, 1, nowMs);
    this.#recorder.add(this.#bytes, bytes, nowMs);
    this.#recorder.record(this.#delay, delayMs, nowMs);
  }

  list(bytes: number, nowMs: number): void {
    this.#recorder.add(this.#lists, 1, nowMs);
    this.#recorder.add(this.#frames, 1, nowMs);
    this.#recorder.add(this.#bytes, bytes, nowMs);
  }

  undelivered(notices: number, nowMs: number): void {
    this.#recorder.add(this.#undelivered, notices, nowMs);
  }
}
