/** Where the requests of one place are counted, and what has become of them. */
import type { Recorder } from '../../result/recorder.ts';
import type { Labels } from '../../result/result.ts';
import { BROKEN, SHED, TIMED_OUT } from '../node/calls.ts';
import type { Ledger } from '../node/conservation.ts';

interface RequestMetersParts {
  readonly recorder: Recorder;
  readonly labels: Labels;
  readonly ledger: Ledger;
  /** What an answer may take to be of use, ms. */
  readonly objectiveMs: number;
  /** Whether requests may be called back: others have no figures of it. */
  readonly callsBack: boolean;
}

export class RequestMeters {
  readonly #recorder: Recorder;
  readonly #ledger: Ledger;
  readonly #objectiveMs: number;
  readonly #latency: number;
  readonly #requests: number;
  readonly #errors: number;
  readonly #timeouts: number;
  readonly #shed: number;
  readonly #goodput: number;
  readonly #unanswered: number;
  readonly #responseBytes: number;
  readonly #connections: number;
  readonly #cancelled: number | undefined;
  readonly #cancelledBytes: number | undefined;

  constructor({ recorder, labels, ledger, objectiveMs, callsBack }: RequestMetersParts) {
    const counter = (metric: string) => recorder.counter(metric, labels);
    this.#recorder = recorder;
    this.#ledger = ledger;
    this.#objectiveMs = objectiveMs;
    this.#latency = recorder.histogram('latency', labels, { windows: true });
    this.#requests = counter('requests');
    this.#errors = counter('errors');
    this.#timeouts = counter('timeouts');
    this.#shed = counter('shed');
    this.#goodput = counter('goodput');
    this.#unanswered = counter('unanswered');
    this.#responseBytes = counter('response_bytes');
    this.#connections = counter('connections');
    this.#cancelled = callsBack ? counter('cancelled') : undefined;
    this.#cancelledBytes = callsBack ? counter('cancelled_bytes') : undefined;
  }

  asked(nowMs: number): void {
    this.#ledger.offered += 1;
    this.#recorder.add(this.#unanswered, 1, nowMs);
  }

  connected(nowMs: number): void {
    this.#recorder.add(this.#connections, 1, nowMs);
  }

  answered(bytes: number, startMs: number, tookMs: number): void {
    const recorder = this.#recorder;
    this.#ledger.answered += 1;
    recorder.add(this.#requests, 1, startMs);
    recorder.add(this.#unanswered, -1, startMs);
    recorder.add(this.#responseBytes, bytes, startMs);
    recorder.record(this.#latency, tookMs, startMs);
    if (tookMs <= this.#objectiveMs) recorder.add(this.#goodput, 1, startMs);
  }

  failed(reason: number, startMs: number): void {
    const recorder = this.#recorder;
    const isShed = reason === SHED || reason === BROKEN;
    recorder.add(this.#requests, 1, startMs);
    recorder.add(this.#unanswered, -1, startMs);
    recorder.add(this.#errors, 1, startMs);
    if (isShed) this.#ledger.shed += 1;
    else this.#ledger.failed += 1;
    if (isShed) recorder.add(this.#shed, 1, startMs);
    if (reason === TIMED_OUT) recorder.add(this.#timeouts, 1, startMs);
  }

  /** Who asked does not want it any more. */
  calledBack(startMs: number): void {
    this.#ledger.cancelled += 1;
    this.#recorder.add(this.#unanswered, -1, startMs);
    this.#recorder.add(this.#cancelled!, 1, startMs);
  }

  /** What came for a request that had been called back. */
  wasted(bytes: number, startMs: number): void {
    this.#recorder.add(this.#cancelledBytes!, bytes, startMs);
  }
}
