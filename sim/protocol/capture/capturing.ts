/** Listens to the wire of a run, and makes files of what has passed. */
import { VERSION } from '../../index.ts';
import type { World } from '../../model/node/world.ts';
import type { Sequence } from '../../result/sequence.ts';
import type { Captured, CaptureWish } from '../job.ts';
import type { Party } from '../wire/tap.ts';
import { datagramSequence } from './datagram-sequences.ts';
import { ExchangeLog } from './exchange-log.ts';
import { harText } from './har.ts';
import { type Names, namesIn } from './names.ts';
import { type Point, packetFile } from './packet-file.ts';
import { Recorder } from './recorder.ts';
import { connectionSequence, requestSequence } from './sequences.ts';

/** Of an entry in an archive, at most: its fields and what JSON puts around them. */
const ENTRY_BYTES = 2500;
const FIRST = 'connection/1';
/** Where nobody has connections. */
const FIRST_DATAGRAMS = 'datagrams/1';

export class Capturing {
  readonly #world: World;
  #point: Point | undefined;
  readonly #wish: CaptureWish;
  readonly recorder: Recorder;
  readonly log: ExchangeLog;

  constructor(world: World, wish: CaptureWish) {
    this.#world = world;
    this.#wish = wish;
    const wants = (caller: Party, callee: Party) => {
      const at = this.#at;
      return typeof at === 'string' || at.has(caller.node) || at.has(callee.node);
    };
    this.recorder = new Recorder({ mostBytes: wish.mostBytes, wants });
    const most = Math.floor(wish.mostBytes / ENTRY_BYTES);
    this.log = new ExchangeLog(() => world.simulator.nowMs, most);
  }

  /** The world has its nodes by then. */
  get #at(): Point {
    this.#point ??= pointOf(this.#world, this.#wish.point);
    return this.#point;
  }

  /** @param title of the scenario. */
  files(title: string, seed: string): Captured {
    const { connections, seen } = this.recorder;
    const { exchanges, seen: asked } = this.log;
    const names = namesIn(this.#world);
    const packets = packetFile(this.recorder, {
      point: this.#at,
      names,
      comment: `${title}, seed ${seed}: ${connections.length} of ${seen} connections`,
      application: `twinwing ${VERSION}`,
    });
    const har = harText(exchanges, {
      names,
      version: VERSION,
      comment: `${title}, seed ${seed}: ${exchanges.length} of ${asked} requests`,
      endMs: this.#world.simulator.nowMs,
    });
    const sequence = this.#sequence(names);
    const recorded = { connections: connections.length, seen, requests: exchanges.length, asked };
    return { packets, har, sequence, ...recorded };
  }

  #sequence(names: Names): Sequence | undefined {
    const { connections, datagrams } = this.recorder;
    const first = connections.length > 0 ? FIRST : FIRST_DATAGRAMS;
    const [what, text] = (this.#wish.of ?? first).split('/');
    const number = Number(text);
    if (what === 'datagrams') return datagramSequence(datagrams, number, names);
    if (what === 'connection') return connectionSequence(connections, number, names);
    const exchanged = this.log.exchanges.find((one) => one.number === number);
    return exchanged && requestSequence(connections, exchanged, this.log.onward, names);
  }
}

function pointOf({ nodes }: World, point: string): Point {
  if (point === 'client' || point === 'server') return point;
  const ids = nodes.flatMap(({ name, group }, id) =>
    name === point || group === point ? [id] : [],
  );
  return new Set(ids);
}
