/** Where a kind of task is counted: each that is begun ends done or failed, or is open at the end. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Labels } from '../../../result/result.ts';

/** Names of the metrics. */
export interface TaskMetrics {
  readonly done: string;
  readonly failed: string;
  readonly open: string;
  /** How long those took that were done. */
  readonly took: string;
}

export class TaskMeter {
  readonly #recorder: Recorder;
  readonly #done: number;
  readonly #failed: number;
  readonly #open: number;
  readonly #took: number;

  constructor(recorder: Recorder, metrics: TaskMetrics, labels: Labels) {
    this.#recorder = recorder;
    this.#done = recorder.counter(metrics.done, labels);
    this.#failed = recorder.counter(metrics.failed, labels);
    this.#open = recorder.counter(metrics.open, labels);
    this.#took = recorder.histogram(metrics.took, labels, { windows: true });
  }

  begin(startMs: number): void {
    this.#recorder.add(this.#open, 1, startMs);
  }

  done(startMs: number, nowMs: number): void {
    this.#recorder.add(this.#open, -1, startMs);
    this.#recorder.add(this.#done, 1, startMs);
    this.#recorder.record(this.#took, nowMs - startMs, startMs);
  }

  failed(startMs: number): void {
    this.#recorder.add(this.#open, -1, startMs);
    this.#recorder.add(this.#failed, 1, startMs);
  }
}

export const PAGES: TaskMetrics = {
  done: 'pages',
  failed: 'page_errors',
  open: 'pages_open',
  took: 'page_load',
};

export const DOWNLOADS: TaskMetrics = {
  done: 'downloads',
  failed: 'download_errors',
  open: 'downloads_open',
  took: 'download_time',
};

export const UPLOADS: TaskMetrics = {
  done: 'uploads',
  failed: 'upload_errors',
  open: 'uploads_open',
  took: 'upload_time',
};

export const MEDIA: TaskMetrics = {
  done: 'media_shown',
  failed: 'media_errors',
  open: 'media_open',
  took: 'media_time',
};

export const ANSWERS: TaskMetrics = {
  done: 'answers',
  failed: 'answer_errors',
  open: 'answers_open',
  took: 'answer_time',
};
