/** A station that serves all its jobs at once; with c servers, at full speed up to c jobs. */
import { Sharing } from './sharing.ts';
import type { Simulator } from './simulator.ts';

export class ProcessorSharing {
  readonly #sharing: Sharing;

  constructor(
    simulator: Simulator,
    settings: { readonly servers?: number },
    done: (job: number) => void,
  ) {
    const servers = settings.servers ?? 1;
    this.#sharing = new Sharing(simulator, (jobs) => Math.min(1, servers / jobs), done);
  }

  get jobs(): number {
    return this.#sharing.jobs;
  }

  /** @param serviceMs what the job would take alone. */
  submit(job: number, serviceMs: number): void {
    this.#sharing.submit(job, serviceMs);
  }

  clear(dropped: (job: number) => void): void {
    this.#sharing.clear(dropped);
  }
}
