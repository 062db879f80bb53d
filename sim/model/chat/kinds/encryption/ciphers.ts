/** What encryption costs a chat: longer messages, copies, time of devices, and keys when members of rooms change. */
import type { Random } from '../../../../engine/random.ts';
import type { HandlerId } from '../../../../engine/simulator.ts';
import type { Rooms } from '../../rooms.ts';
import type { Notes } from '../notes.ts';
import { byKind, type SpeechParts } from '../speech-parts.ts';
import type { Encryption } from './encryption.ts';

const MS_PER_SECOND = 1000;

/** What a sender of a room has sent his key to. */
interface Sent {
  joins: number;
  leaves: number;
}

export class Ciphers {
  readonly #parts: SpeechParts;
  readonly #notes: Notes;
  readonly #rooms: Rooms;
  /** Rooms that people talk in: the first so many. */
  readonly #roomCount: number;
  readonly #encryption: Encryption;
  readonly #random: Random;
  readonly #change: HandlerId;
  readonly #commit: (room: number, member: number, bytes: number) => void;
  /** By room: how many have come and gone. */
  readonly #joins: Int32Array;
  readonly #leaves: Int32Array;
  readonly #sent = new Map<number, Sent>();
  readonly #ciphertexts: readonly number[];
  readonly #added: readonly number[];
  readonly #keys: readonly number[];
  readonly #keyBytes: readonly number[];
  readonly #took: readonly number[];

  /** @param commit sends a message with keys to a room. */
  constructor(
    parts: SpeechParts,
    notes: Notes,
    { rooms, count, encryption }: { rooms: Rooms; count: number; encryption: Encryption },
    commit: (room: number, member: number, bytes: number) => void,
  ) {
    const { world, traffic } = parts;
    const { recorder, simulator, streams } = world;
    this.#parts = parts;
    this.#notes = notes;
    this.#rooms = rooms;
    this.#roomCount = count;
    this.#encryption = encryption;
    this.#commit = commit;
    this.#random = streams.stream(`${traffic}/members`);
    this.#joins = new Int32Array(count);
    this.#leaves = new Int32Array(count);
    this.#change = simulator.handler(() => this.#changed(), 'members of a room change');
    const counter = (metric: string) => byKind(parts, (labels) => recorder.counter(metric, labels));
    this.#ciphertexts = counter('ciphertexts');
    this.#added = counter('encryption_bytes');
    this.#keys = counter('keys_sent');
    this.#keyBytes = counter('key_bytes');
    this.#took = byKind(parts, (labels) => recorder.histogram('encryption_time', labels));
  }

  start(): void {
    if (this.#encryption.changesPerSecond > 0) this.#waitForChange();
  }

  get isForEach(): boolean {
    return this.#encryption.isForEach;
  }

  /**
   * A message of a person is encrypted; its note then has the bytes of what each recipient gets, and of what the
   * sender's device sends.
   *
   * @returns time that the device takes, ms.
   */
  encrypt(note: number): number {
    const { overheadBytes, isForEach, encryptMs } = this.#encryption;
    const { bytes, upBytes, room } = this.#notes;
    const plainBytes = bytes[note]!;
    const isRoom = room[note]! >= 0;
    const copies = isRoom && isForEach ? this.#rooms.size(room[note]!) - 1 : 1;
    const keys = isRoom ? this.#keysFor(note) : 0;
    const keyBytes = keys === 0 ? 0 : this.#encryption.keys!.bytesForEach;
    bytes[note] = plainBytes + overheadBytes + (keys > 0 ? keyBytes : 0);
    upBytes[note] = copies * (plainBytes + overheadBytes) + keys * keyBytes;
    const ms = encryptMs * (copies + keys);
    this.#count(note, copies + keys, upBytes[note]! - plainBytes, keys, keys * keyBytes, ms);
    return ms;
  }

  /** People who have no key of the sender yet, or none since somebody left. */
  #keysFor(note: number): number {
    const { keys } = this.#encryption;
    const { room, sender } = this.#notes;
    const where = room[note]!;
    if (keys === undefined || keys.bytesForEach === 0 || where >= this.#roomCount) return 0;
    const others = this.#rooms.size(where) - 1;
    const number = sender[note]! * this.#roomCount + where;
    const [joins, leaves] = [this.#joins[where]!, this.#leaves[where]!];
    const sent = this.#sent.get(number);
    if (sent === undefined) {
      this.#sent.set(number, { joins, leaves });
      return others;
    }
    const toAll = sent.leaves !== leaves;
    const newcomers = Math.min(others, joins - sent.joins);
    sent.joins = joins;
    sent.leaves = leaves;
    return toAll ? others : newcomers;
  }

  #waitForChange(): void {
    const perSecond = this.#encryption.changesPerSecond * this.#roomCount;
    const waitMs = this.#random.exponential(MS_PER_SECOND / perSecond);
    this.#parts.world.simulator.after(waitMs, this.#change);
  }

  #changed(): void {
    const room = this.#random.below(this.#roomCount);
    const isJoin = this.#random.uniform() < 0.5;
    if (isJoin) this.#joins[room]! += 1;
    else this.#leaves[room]! += 1;
    const bytes = this.#encryption.keys?.commitBytes(this.#rooms.size(room)) ?? 0;
    if (bytes > 0) this.#commit(room, this.#rooms.randomMember(room, this.#random), bytes);
    this.#waitForChange();
  }

  #count(
    note: number,
    ciphertexts: number,
    added: number,
    keys: number,
    keyBytes: number,
    ms: number,
  ): void {
    const { people, clients, world } = this.#parts;
    const { kind, sender } = this.#notes;
    const at = kind[note]! * clients.length + people.place[sender[note]!]!;
    const { nowMs } = world.simulator;
    world.recorder.add(this.#ciphertexts[at]!, ciphertexts, nowMs);
    world.recorder.add(this.#added[at]!, added, nowMs);
    world.recorder.record(this.#took[at]!, ms, nowMs);
    if (keys === 0) return;
    world.recorder.add(this.#keys[at]!, keys, nowMs);
    world.recorder.add(this.#keyBytes[at]!, keyBytes, nowMs);
  }
}
