import type { Random } from '../../engine/random.ts';
import type { Backends } from './backends.ts';
import { type Answered, type Balancer, balancer, type Request } from './balancer.ts';

/**
 * Backends that have become idle wait in a line to be taken; when the line is empty, any will do.
 * A backend joins the line of the balancer whose request it answered last.
 */
class JoinIdleQueue implements Balancer {
  /** Idle backends, first come first served; those that are not idle any more are passed over. */
  #line: number[] = [];
  #waits = new Uint8Array(0);

  pick(backends: Backends, _request: Request, random: Random): number {
    if (this.#waits.length === 0) this.#allIdle(backends.count);
    for (let place = 0; place < this.#line.length; place += 1) {
      const backend = this.#line[place]!;
      if (backends.up[backend] === 0) continue;
      this.#waits[backend] = 0;
      this.#line.splice(place, 1);
      return backend;
    }
    return backends.randomUp(random);
  }

  answered(backend: number, _tookMs: number, _isFailed: boolean, { inFlight }: Answered): void {
    if (inFlight > 0 || this.#waits[backend] === 1) return;
    this.#waits[backend] = 1;
    this.#line.push(backend);
  }

  #allIdle(count: number): void {
    this.#waits = new Uint8Array(count).fill(1);
    this.#line = Array.from({ length: count }, (_, backend) => backend);
  }
}

export const joinIdleQueue = balancer({
  name: 'join-idle-queue',
  summary: 'takes a backend that has reported to be idle, and any when none has',
  source: 'Lu et al., Join-Idle-Queue, Performance Evaluation 68(11), 2011',
  params: {},
  make: () => new JoinIdleQueue(),
});
