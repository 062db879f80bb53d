/** Listens to the wire of a run, and makes files of what has passed. */
import { VERSION } from '../../index.ts';
import type { World } from '../../model/node/world.ts';
import type { Captured, CaptureWish } from '../job.ts';
import type { Party } from '../wire/tap.ts';
import { namesIn } from './names.ts';
import { type Point, packetFile } from './packet-file.ts';
import { Recorder } from './recorder.ts';

export class Capturing {
  readonly #world: World;
  readonly #point: Point;
  readonly recorder: Recorder;

  constructor(world: World, { point, mostBytes }: CaptureWish) {
    this.#world = world;
    this.#point = pointOf(world, point);
    const at = this.#point;
    const wants = (caller: Party, callee: Party) =>
      typeof at === 'string' || at.has(caller.node) || at.has(callee.node);
    this.recorder = new Recorder({ mostBytes, wants });
  }

  /** @param title of the scenario. @param keys what clients of TLS have logged. */
  files(title: string, seed: string, keys = ''): Captured {
    const { connections, seen } = this.recorder;
    const packets = packetFile(this.recorder, {
      point: this.#point,
      names: namesIn(this.#world),
      comment: `${title}, seed ${seed}: ${connections.length} of ${seen} connections`,
      application: `twinwing ${VERSION}`,
      keys,
    });
    return { packets, connections: connections.length, seen };
  }
}

function pointOf({ nodes }: World, point: string): Point {
  if (point === 'client' || point === 'server') return point;
  const ids = nodes.flatMap(({ name, group }, id) =>
    name === point || group === point ? [id] : [],
  );
  return new Set(ids);
}
