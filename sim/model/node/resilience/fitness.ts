/**
 * Which backends a node sends to: those that are not drained and, as far as it can know, work. Without rules
 * it knows at once which have crashed; with health checks or outlier ejection it has to find out.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Backends } from '../../balance/backends.ts';
import type { Guards } from '../../balance/resilience/guards.ts';
import { HealthRecords } from '../../balance/resilience/health-checks.ts';
import { OutlierRecords } from '../../balance/resilience/outlier-ejection.ts';
import type { NodeContext } from '../node.ts';
import type { World } from '../world.ts';
import { type Probed, startProbes } from './probes.ts';

export class Fitness {
  readonly #world: World;
  readonly #backends: Backends;
  /** 1 for backends that an operator has taken out, and for those known to be down. */
  readonly #isAway: Uint8Array;
  readonly #findsOut: boolean;
  readonly #health: HealthRecords | undefined;
  readonly #outliers: OutlierRecords | undefined;
  readonly #panicRatio: number;
  readonly #restore: HandlerId = -1;
  readonly #ejections: number = -1;
  readonly #ejected: number = -1;
  readonly #unhealthy: number = -1;

  /** @param ids of the backends' nodes. */
  constructor(owner: NodeContext, ids: readonly number[], backends: Backends, guards?: Guards) {
    const { world, group, place } = owner;
    const { recorder, simulator } = world;
    const { health, outliers } = guards ?? {};
    this.#world = world;
    this.#backends = backends;
    this.#isAway = new Uint8Array(ids.length);
    this.#findsOut = health !== undefined || outliers !== undefined;
    this.#panicRatio = health?.panicRatio ?? outliers?.panicRatio ?? 0;
    const labels = { node: group, place: world.places[place]!.name };
    if (health !== undefined) {
      this.#health = new HealthRecords(health, ids.length);
      this.#unhealthy = recorder.level('unhealthy_backends', labels);
      const probes = recorder.counter('health_probes', labels);
      const probed: Probed = (backend, isAnswered) => this.#probed(backend, isAnswered);
      startProbes(owner, ids, health, probes, probed);
    }
    if (outliers === undefined) return;
    this.#outliers = new OutlierRecords(outliers, ids.length);
    this.#ejections = recorder.counter('ejections', labels);
    this.#ejected = recorder.level('ejected_backends', labels);
    this.#restore = simulator.handler((backend) => {
      this.#outliers!.restore(backend);
      recorder.changeLevel(this.#ejected, -1, simulator.nowMs);
      this.#refresh();
    }, 'ejection ends');
  }

  /** What an operator, or a node's end, tells everybody. */
  told(backend: number, takesCalls: boolean, isDrained: boolean): void {
    this.#isAway[backend] = (this.#findsOut ? isDrained : !takesCalls) ? 1 : 0;
    this.#refresh();
  }

  /** What the answers of a backend tell. */
  answered(backend: number, isFailed: boolean): void {
    if (this.#outliers === undefined) return;
    const forMs = this.#outliers.answered(backend, isFailed);
    if (forMs === 0) return;
    const { recorder, simulator } = this.#world;
    recorder.add(this.#ejections, 1, simulator.nowMs);
    recorder.changeLevel(this.#ejected, 1, simulator.nowMs);
    simulator.after(forMs, this.#restore, backend);
    this.#refresh();
  }

  #probed(backend: number, isAnswered: boolean): void {
    if (!this.#health!.probed(backend, isAnswered)) return;
    const by = this.#health!.isHealthy(backend) ? -1 : 1;
    this.#world.recorder.changeLevel(this.#unhealthy, by, this.#world.simulator.nowMs);
    this.#refresh();
  }

  #isFit(backend: number): boolean {
    const isHealthy = this.#health?.isHealthy(backend) ?? true;
    return isHealthy && this.#outliers?.isOut(backend) !== true;
  }

  #refresh(): void {
    const count = this.#isAway.length;
    let here = 0;
    let fit = 0;
    for (let backend = 0; backend < count; backend += 1) {
      if (this.#isAway[backend] === 1) continue;
      here += 1;
      if (this.#isFit(backend)) fit += 1;
    }
    // So few that they would be overrun: better to ask those that may be ill, too.
    const isPanic = fit < this.#panicRatio * here;
    for (let backend = 0; backend < count; backend += 1) {
      const isUp = this.#isAway[backend] === 0 && (isPanic || this.#isFit(backend));
      if ((this.#backends.up[backend] === 1) !== isUp) this.#backends.setUp(backend, isUp);
    }
  }
}
