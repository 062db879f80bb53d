/**
 * What people say, by kind: what goes before a message is sent, what carries it is told, and what follows from it.
 */
import { Alias } from '../../../engine/alias.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Rooms } from '../rooms.ts';
import type { TokenSource } from './answer-streams.ts';
import { Answerers, hasAnswers } from './answerers.ts';
import { ByItself, type Circles, needsByItself } from './by-itself.ts';
import { Echoes } from './echoes.ts';
import { Ciphers } from './encryption/ciphers.ts';
import type { Encryption } from './encryption/encryption.ts';
import { Gate, type GateParts } from './gate.ts';
import { KindMeters } from './kind-meters.ts';
import { LiveUpdates } from './live-updates.ts';
import type { MediaStore, MediaUser } from './media-store.ts';
import { Notes } from './notes.ts';
import { type Carried, type Holder, type Post, SERVER } from './post.ts';
import { hasClaims, RedPackets } from './red-packets.ts';
import { kindsThat, type SpeechParts, streamsOf, type Talker, wholeBytes } from './speech-parts.ts';
import { Views } from './views.ts';
import { typingKind, Writing } from './writing.ts';

/** What else a chat with kinds is told. */
export interface SpeechSettings {
  readonly circles: Circles;
  readonly rooms: Rooms;
  /** Undefined: what is sent is as long as it is. */
  readonly encryption: Encryption | undefined;
  /** Number of the kind that brings keys to a room. */
  readonly keys: number;
  /** Undefined: servers take everything. */
  readonly gate: GateParts | undefined;
  /** How many of the rooms people talk in: the first. */
  readonly roomCount: number;
  /** Of questions to language models and their answers, by workload. */
  tokens(workload: string): TokenSource;
}

export class Speech implements Carried, MediaUser, Talker {
  readonly kinds: readonly string[];
  readonly notes = new Notes();
  readonly #parts: SpeechParts;
  readonly #meters: KindMeters;
  /** Kinds that people say, and their weights. */
  readonly #said: readonly number[];
  readonly #mix: Alias;
  readonly #kindChance: readonly Random[];
  readonly #sizeChance: readonly Random[];
  readonly #echoes: Echoes;
  readonly #updates: LiveUpdates;
  readonly #writing: Writing | undefined;
  readonly #packets: RedPackets | undefined;
  readonly #answerers: Answerers | undefined;
  readonly #byItself: ByItself | undefined;
  readonly #ciphers: Ciphers | undefined;
  readonly #encrypted: HandlerId | undefined;
  readonly #settings: SpeechSettings;
  #gate: Gate | undefined;
  #views: Views | undefined;
  #post!: Post;
  /** Undefined: nothing is uploaded or fetched. */
  #media: MediaStore | undefined;

  constructor(parts: SpeechParts, settings: SpeechSettings) {
    const { kinds, names } = parts;
    const { circles, encryption } = settings;
    this.#parts = parts;
    this.#settings = settings;
    this.kinds = names;
    this.#said = kindsThat(kinds, ({ occasion }) => occasion.when === 'said');
    this.#mix = new Alias(
      this.#said.map((kind) => {
        const { occasion } = kinds[kind]!;
        return occasion.when === 'said' ? occasion.share : 0;
      }),
    );
    this.#meters = new KindMeters(parts);
    this.#kindChance = streamsOf(parts, 'kind');
    this.#sizeChance = streamsOf(parts, 'kind size');
    this.#echoes = new Echoes(parts, this);
    this.#updates = new LiveUpdates(parts, this);
    const typing = typingKind(parts);
    this.#writing = typing === undefined ? undefined : this.#write(typing);
    this.#packets = hasClaims(parts) ? new RedPackets(parts, this) : undefined;
    this.#answerers = hasAnswers(parts) ? new Answerers(parts, this, settings.tokens) : undefined;
    this.#byItself = needsByItself(parts) ? new ByItself(parts, this, circles) : undefined;
    this.#ciphers = encryption && this.#cipher(encryption);
    this.#encrypted =
      encryption &&
      parts.world.simulator.handler((note) => this.#send(note), 'message is encrypted');
  }

  #write(typing: number): Writing {
    return new Writing(this.#parts, this, typing, (note) => this.#prepare(note));
  }

  #cipher(encryption: Encryption): Ciphers {
    const { rooms, roomCount, keys } = this.#settings;
    const settings = { rooms, count: roomCount, encryption };
    return new Ciphers(this.#parts, this.notes, settings, (room, member, bytes) => {
      const note = this.about(-1, keys, member, -1, room);
      this.notes.bytes[note] = bytes;
      this.depart(note);
    });
  }

  connect(post: Post, media: MediaStore | undefined): void {
    this.#post = post;
    const { gate } = this.#settings;
    this.#gate = gate && new Gate(this.#parts, this, gate);
    this.#media = media;
    this.#views = media && new Views(this.#parts, this.notes, media);
  }

  start(): void {
    this.#byItself?.start();
    this.#ciphers?.start();
  }

  /**
   * Somebody says something, of a kind that is drawn here.
   *
   * @param recipient -1 in a room; @param room -1 between two. Who talks to a server talks to it alone.
   * @param textBytes of a text with its envelope.
   */
  say(sender: number, recipient: number, room: number, textBytes: number): void {
    const { people, kinds, world } = this.#parts;
    const place = people.place[sender]!;
    const number = this.#said[this.#mix.sample(this.#kindChance[place]!)]!;
    const kind = kinds[number]!;
    const { nowMs } = world.simulator;
    const note =
      kind.answering === undefined
        ? this.notes.make(number, sender, recipient, room, nowMs)
        : this.notes.make(number, sender, SERVER, -1, nowMs);
    this.notes.isSaid[note] = 1;
    this.notes.isKept[note] = kind.isKept ? 1 : 0;
    const { bytes } = kind;
    this.notes.bytes[note] =
      bytes === undefined ? textBytes : wholeBytes(bytes.sample(this.#sizeChance[place]!));
    if (this.#writing !== undefined && kind.isTyped === true) this.#writing.begin(note);
    else this.#prepare(note);
  }

  about(note: number, kind: number, sender: number, recipient: number, room: number): number {
    const { kinds, people, world } = this.#parts;
    const about = this.notes.make(kind, sender, recipient, room, world.simulator.nowMs);
    const { bytes, isKept } = kinds[kind]!;
    const place = people.place[sender] ?? 0;
    if (bytes !== undefined)
      this.notes.bytes[about] = wholeBytes(bytes.sample(this.#sizeChance[place]!));
    this.notes.isKept[about] = isKept ? 1 : 0;
    if (note < 0) return about;
    this.notes.parent[about] = this.notes.message[note]!;
    if (this.notes.sender[note] === sender) this.notes.device[about] = this.notes.device[note]!;
    return about;
  }

  /** What a message is about is made, and uploaded when it is the sender's own. */
  #prepare(note: number): void {
    const { people, kinds } = this.#parts;
    const { kind, sender, object } = this.notes;
    const number = kind[note]!;
    const { media, stock } = kinds[number]!;
    const place = people.place[sender[note]!]!;
    const random = this.#sizeChance[place]!;
    const store = this.#media;
    if (store !== undefined && stock !== undefined) object[note] = store.choose(number, random);
    if (store === undefined || media === undefined) {
      this.depart(note);
      return;
    }
    const previewBytes = media.preview && wholeBytes(media.preview.sample(random));
    const bytes = wholeBytes(media.original.bytes.sample(random));
    if (this.#gate?.refusesFile(note, bytes) === true) {
      this.notes.drop(note);
      return;
    }
    const first = previewBytes === undefined ? undefined : store.create(previewBytes);
    const original = store.create(bytes);
    object[note] = first ?? original;
    store.upload(note, number, place, people.device[sender[note]!]!, bytes + (previewBytes ?? 0));
  }

  uploaded(note: number, isFailed: boolean): void {
    if (!isFailed) {
      this.depart(note);
      return;
    }
    const { kind, sender, saidAtMs } = this.notes;
    const place = this.#parts.people.place[sender[note]!]!;
    this.#meters.unsent(kind[note]!, place, saidAtMs[note]!);
    this.notes.drop(note);
  }

  depart(note: number): void {
    const { people, world } = this.#parts;
    const { kind, sender, recipient, bytes, upBytes, isSaid } = this.notes;
    const place = people.place[sender[note]!] ?? 0;
    const isAmongPeople = sender[note] !== SERVER && recipient[note] !== SERVER;
    upBytes[note] = bytes[note]!;
    const waitMs = isAmongPeople ? (this.#ciphers?.encrypt(note) ?? 0) : 0;
    this.#meters.sent(kind[note]!, place, upBytes[note]!, world.simulator.nowMs);
    if (isSaid[note] === 1) {
      this.#echoes.sent(note);
      this.#updates.sent(note);
      this.#packets?.sent(note);
    }
    if (waitMs > 0) world.simulator.after(waitMs, this.#encrypted!, note);
    else this.#send(note);
  }

  #send(note: number): void {
    const { sender, recipient, room, bytes } = this.notes;
    const [from, to, where, size] = [sender[note]!, recipient[note]!, room[note]!, bytes[note]!];
    if (from === SERVER && where < 0) this.#post.tell(to, size, note);
    else if (from === SERVER) this.#post.tellRoom(where, size, note);
    else if (where < 0) this.#post.sendTo(from, to, size, note);
    else this.#post.sendToRoom(from, where, size, note);
  }

  kindOf(note: number): number {
    return this.notes.kind[note]!;
  }

  isSaid(note: number): boolean {
    return this.notes.isSaid[note] === 1;
  }

  sentAs(note: number, message: number, device: number): void {
    this.notes.message[note] = message;
    this.notes.device[note] = device;
  }

  parentOf(note: number): number {
    return this.notes.parent[note]!;
  }

  deviceOf(note: number): number {
    return this.notes.device[note]!;
  }

  told(note: number): void {
    this.#gate?.told(note, this.notes.sender[note]!);
  }

  isKept(note: number): boolean {
    return this.notes.isKept[note] === 1;
  }

  ttlMs(note: number): number {
    return this.#parts.kinds[this.notes.kind[note]!]!.ttlMs;
  }

  upBytes(note: number): number {
    return this.notes.upBytes[note]!;
  }

  isForEach(note: number): boolean {
    return this.#ciphers?.isForEach === true && this.notes.sender[note] !== SERVER;
  }

  holds(note: number, job: number, holder: Holder): boolean {
    if (this.notes.recipient[note] !== SERVER) {
      return this.#gate?.holds(note, job, holder) ?? false;
    }
    if (this.notes.isSaid[note] === 1) this.#answerers!.ask(note);
    holder.take(job);
    return true;
  }

  shown(note: number, person: number): void {
    if (this.notes.isSaid[note] === 1) {
      this.#views?.shown(note, person);
      this.#echoes.shown(note, person);
      this.#packets?.shown(note, person);
    } else if (this.notes.sender[note] === SERVER && this.notes.room[note]! < 0) {
      if (this.notes.kind[note] === this.#settings.gate?.notice) this.#gate!.told(note, person);
      else this.#answerers?.shown(note, person);
    }
  }

  fetched(note: number): void {
    this.notes.drop(note);
  }

  settled(note: number): void {
    this.notes.drop(note);
  }
}
