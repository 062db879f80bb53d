/**
 * What people say, by kind: media are uploaded before their message is sent, and fetched when it is seen.
 */
import { Alias } from '../../../engine/alias.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Clients } from '../../node/clients.ts';
import type { World } from '../../node/world.ts';
import type { People } from '../people.ts';
import type { MessageKind } from './kind.ts';
import { KindMeters } from './kind-meters.ts';
import { type MediaStore, type MediaUser, ORIGINAL, PREVIEW } from './media-store.ts';
import { Notes } from './notes.ts';
import type { Carried, Post } from './post.ts';

export interface SpeechParts {
  readonly world: World;
  readonly traffic: string;
  readonly clients: readonly Clients[];
  readonly people: People;
  /** By number, which labels and notes have. */
  readonly names: readonly string[];
  readonly kinds: readonly MessageKind[];
}

/** The streams of chance of one place. */
interface Chance {
  readonly kind: Random;
  readonly size: Random;
  readonly view: Random;
}

export class Speech implements Carried, MediaUser {
  readonly kinds: readonly string[];
  readonly #parts: SpeechParts;
  readonly #notes = new Notes();
  readonly #meters: KindMeters;
  /** Kinds that people say, and their weights. */
  readonly #said: readonly number[];
  readonly #mix: Alias;
  readonly #chance: readonly Chance[];
  readonly #open: HandlerId;
  #post!: Post;
  /** Undefined: nothing is uploaded or fetched. */
  #media: MediaStore | undefined;

  constructor(parts: SpeechParts) {
    const { world, traffic, clients, kinds, names } = parts;
    this.#parts = parts;
    this.kinds = names;
    this.#said = kinds.flatMap(({ occasion }, kind) => (occasion.when === 'said' ? kind : []));
    this.#mix = new Alias(this.#said.map((kind) => kinds[kind]!.occasion.share));
    this.#meters = new KindMeters(world, traffic, clients, names);
    this.#chance = clients.map((node) => {
      const stream = (purpose: string) =>
        world.streams.stream(`${traffic}@${node.name}/${purpose}`);
      return { kind: stream('kind'), size: stream('kind size'), view: stream('views') };
    });
    this.#open = world.simulator.handler(
      (note, person) => this.#openOriginal(note, person),
      'media is opened',
    );
  }

  connect(post: Post, media: MediaStore | undefined): void {
    this.#post = post;
    this.#media = media;
  }

  /**
   * Somebody says something, of a kind that is drawn here.
   *
   * @param recipient -1 in a room; @param room -1 between two.
   * @param textBytes of a text with its envelope.
   */
  say(sender: number, recipient: number, room: number, textBytes: number): void {
    const { people, kinds, world } = this.#parts;
    const chance = this.#chance[people.place[sender]!]!;
    const kind = this.#said[this.#mix.sample(chance.kind)]!;
    const { nowMs } = world.simulator;
    const note = this.#notes.make(kind, sender, recipient, room, nowMs);
    const { bytes } = kinds[kind]!;
    this.#notes.bytes[note] =
      bytes === undefined ? textBytes : wholeBytes(bytes.sample(chance.size));
    this.#prepare(note, chance.size);
  }

  /** What a message is about is made, and uploaded when it is the sender's own. */
  #prepare(note: number, random: Random): void {
    const { people, kinds } = this.#parts;
    const { kind, sender, object } = this.#notes;
    const number = kind[note]!;
    const { media, stock } = kinds[number]!;
    const store = this.#media;
    if (store !== undefined && stock !== undefined) object[note] = store.choose(number, random);
    if (store === undefined || media === undefined) {
      this.#depart(note);
      return;
    }
    const previewBytes = media.preview && wholeBytes(media.preview.sample(random));
    const bytes = wholeBytes(media.original.bytes.sample(random));
    const first = previewBytes === undefined ? undefined : store.create(previewBytes);
    const original = store.create(bytes);
    object[note] = first ?? original;
    const [place, device] = [people.place[sender[note]!]!, people.device[sender[note]!]!];
    store.upload(note, number, place, device, bytes + (previewBytes ?? 0));
  }

  uploaded(note: number, isFailed: boolean): void {
    if (!isFailed) {
      this.#depart(note);
      return;
    }
    const { kind, sender, saidAtMs } = this.#notes;
    const place = this.#parts.people.place[sender[note]!]!;
    this.#meters.unsent(kind[note]!, place, saidAtMs[note]!);
    this.#notes.drop(note);
  }

  #depart(note: number): void {
    const { kind, sender, recipient, room, bytes } = this.#notes;
    const place = this.#parts.people.place[sender[note]!]!;
    const size = bytes[note]!;
    this.#meters.sent(kind[note]!, place, size, this.#parts.world.simulator.nowMs);
    if (room[note]! < 0) this.#post.sendTo(sender[note]!, recipient[note]!, size, note);
    else this.#post.sendToRoom(sender[note]!, room[note]!, size, note);
  }

  kindOf(note: number): number {
    return this.#notes.kind[note]!;
  }

  parentOf(note: number): number {
    return this.#notes.parent[note]!;
  }

  isKept(note: number): boolean {
    return this.#parts.kinds[this.#notes.kind[note]!]!.isKept;
  }

  ttlMs(note: number): number {
    return this.#parts.kinds[this.#notes.kind[note]!]!.ttlMs;
  }

  shown(note: number, person: number): void {
    const number = this.#notes.kind[note]!;
    const { media, stock } = this.#parts.kinds[number]!;
    if (this.#media === undefined) return;
    if (stock !== undefined) this.#showStock(note, number, person, stock.held);
    if (media === undefined) return;
    const { view } = this.#chance[this.#parts.people.place[person]!]!;
    if (media.preview !== undefined) this.#fetch(note, person, PREVIEW);
    const { share, after } = media.original;
    if (view.uniform() >= share) return;
    const waitMs = after.sample(view);
    this.#notes.keep(note);
    if (waitMs > 0) this.#parts.world.simulator.after(waitMs, this.#open, note, person);
    else this.#openOriginal(note, person);
  }

  #showStock(note: number, kind: number, person: number, held: number): void {
    const place = this.#parts.people.place[person]!;
    if (this.#chance[place]!.view.uniform() < held) this.#media!.held(kind, ORIGINAL, place);
    else this.#fetch(note, person, ORIGINAL);
  }

  #openOriginal(note: number, person: number): void {
    this.#fetch(note, person, ORIGINAL);
    this.#notes.drop(note);
  }

  #fetch(note: number, person: number, piece: number): void {
    const { people, kinds } = this.#parts;
    const { kind, object } = this.#notes;
    const isSecond = piece === ORIGINAL && kinds[kind[note]!]!.media?.preview !== undefined;
    const wanted = object[note]! + (isSecond ? 1 : 0);
    this.#notes.keep(note);
    const [place, device] = [people.place[person]!, people.device[person]!];
    this.#media!.fetch(note, kind[note]!, piece, place, device, wanted);
  }

  fetched(note: number): void {
    this.#notes.drop(note);
  }

  settled(note: number): void {
    this.#notes.drop(note);
  }
}

/** Bytes are whole, and one at least. */
const wholeBytes = (bytes: number): number => Math.max(1, Math.round(bytes));
