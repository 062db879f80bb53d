/** Where messages are counted by kind, beside what who carries them counts. */
import type { Recorder } from '../../../result/recorder.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';

export class KindMeters {
  readonly #recorder: Recorder;
  readonly #places: number;
  /** By kind and place. */
  readonly #unsent: readonly number[];
  readonly #bytes: readonly number[];

  constructor(
    world: World,
    traffic: string,
    clients: readonly Clients[],
    kinds: readonly string[],
  ) {
    const { recorder, places } = world;
    this.#recorder = recorder;
    this.#places = clients.length;
    const labels = kinds.flatMap((kind) =>
      clients.map(({ place }) => ({ traffic, place: places[place]!.name, kind })),
    );
    this.#unsent = labels.map((one) => recorder.counter('unsent', one));
    this.#bytes = labels.map((one) => recorder.counter('message_bytes', one));
  }

  sent(kind: number, place: number, bytes: number, atMs: number): void {
    this.#recorder.add(this.#bytes[kind * this.#places + place]!, bytes, atMs);
  }

  /** What goes before a message has failed: it never leaves. */
  unsent(kind: number, place: number, saidAtMs: number): void {
    this.#recorder.add(this.#unsent[kind * this.#places + place]!, 1, saidAtMs);
  }
}
