/** Calls that change what others read: once one is answered, caches drop the object that it has changed. */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { HttpTraffic } from '../http-traffic.ts';

/** The section of an API's objects that are read. */
export const READS = 'reads';

/** Jobs below this are writes; users are -1 and above. */
const FIRST_JOB = -2;

interface Invalidation {
  readonly traffic: string;
  readonly nodes: string;
  readonly by?: string | undefined;
  /** How many tags the catalog has of each kind. */
  readonly tags: Readonly<Record<string, number>>;
  readonly after: number;
}

export class Writes {
  readonly #world: World;
  readonly #content: number;
  readonly #http: HttpTraffic;
  readonly #settings: Invalidation;
  readonly #drop: HandlerId;
  /** By slot: what is written, and who waits for the answer. */
  readonly #object: number[] = [];
  readonly #user: number[] = [];
  readonly #free: number[] = [];

  constructor(world: World, content: number, http: HttpTraffic, settings: Invalidation) {
    this.#world = world;
    this.#content = content;
    this.#http = http;
    this.#settings = settings;
    this.#drop = world.simulator.handler((object) => this.#invalidate(object), 'caches drop');
  }

  /** @returns the job to ask with. */
  begin(object: number, user: number): number {
    const slot = this.#free.pop() ?? this.#object.length;
    this.#object[slot] = object;
    this.#user[slot] = user;
    return FIRST_JOB - slot;
  }

  /** @returns the user whose call it was, whether it was a write or not. */
  answered(job: number, isFailed: boolean): number {
    if (job > FIRST_JOB) return job;
    const slot = FIRST_JOB - job;
    const object = this.#object[slot]!;
    this.#free.push(slot);
    if (!isFailed) {
      this.#http.changed(object);
      this.#world.simulator.after(this.#settings.after, this.#drop, object);
    }
    return this.#user[slot]!;
  }

  #invalidate(object: number): void {
    const { traffic, nodes, by, tags } = this.#settings;
    const { groups, nodes: all } = this.#world;
    const selection =
      by === undefined
        ? this.#http.match(`/${traffic}/${READS}/${object}`)
        : this.#http.tagged(`${by}-${object % tags[by]!}`);
    for (const id of groups.get(nodes)!) all[id]!.purge?.(this.#content, selection, false);
  }
}
