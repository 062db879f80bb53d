/** Where the connections of a chat are counted, place by place of the devices. */
import type { Recorder } from '../../../result/recorder.ts';

/** Why a connection ended that the device wanted to keep. */
export const CAUSES = ['crash', 'heartbeat', 'break', 'reset'] as const;
export type Cause = (typeof CAUSES)[number];

export class SessionMeters {
  readonly #recorder: Recorder;
  readonly connects: number;
  readonly opened: number;
  readonly refused: number;
  readonly timedOut: number;
  readonly cancelled: number;
  readonly wasted: number;
  readonly dropped: number;
  readonly heartbeats: number;
  readonly heartbeatBytes: number;
  readonly missed: number;
  readonly #lost: Readonly<Record<Cause, number>>;
  readonly #connected: number;
  readonly #unconnected: number;
  readonly #connectTime: number;

  constructor(recorder: Recorder, traffic: string, place: string) {
    const labels = { traffic, place };
    const counter = (metric: string) => recorder.counter(metric, labels);
    this.#recorder = recorder;
    this.connects = counter('connects');
    this.opened = counter('connections');
    this.refused = counter('connects_refused');
    this.timedOut = counter('connects_timed_out');
    this.cancelled = counter('connects_cancelled');
    this.wasted = counter('connects_wasted');
    this.dropped = counter('connects_dropped');
    this.heartbeats = counter('heartbeats');
    this.heartbeatBytes = counter('heartbeat_bytes');
    this.missed = counter('heartbeats_missed');
    const lost = (cause: Cause) => recorder.counter('connections_lost', { ...labels, cause });
    this.#lost = {
      crash: lost('crash'),
      heartbeat: lost('heartbeat'),
      break: lost('break'),
      reset: lost('reset'),
    };
    this.#connected = recorder.level('connected', labels);
    this.#unconnected = recorder.level('unconnected', labels);
    this.#connectTime = recorder.histogram('connect_time', labels);
  }

  count(id: number, nowMs: number, amount = 1): void {
    this.#recorder.add(id, amount, nowMs);
  }

  /** @param by 1: another device wants a connection and has none. */
  wanting(by: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#unconnected, by, nowMs);
  }

  /** @param wishMs since when the device has wanted it. */
  isOpen(wishMs: number, nowMs: number): void {
    this.#recorder.add(this.opened, 1, nowMs);
    this.#recorder.record(this.#connectTime, nowMs - wishMs, wishMs);
    this.holding(1, nowMs);
    this.wanting(-1, nowMs);
  }

  holding(by: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#connected, by, nowMs);
  }

  lost(cause: Cause, nowMs: number): void {
    this.#recorder.add(this.#lost[cause], 1, nowMs);
  }
}
