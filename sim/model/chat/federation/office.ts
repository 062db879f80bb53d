/** What the two ends of all streams have in common: streams, letters and parcels, and who holds them. */
import { Chain } from '../service/chain.ts';
import type { Mailboxes } from '../service/mailboxes.ts';
import type { Shared } from '../service/shared.ts';
import { NONE } from '../service/slots.ts';
import type { Wire } from '../service/wire.ts';
import { FederationMeters } from './federation-meters.ts';
import { Letters, Parcels, SIGNAL } from './letters.ts';
import type { FederationSettings } from './params.ts';
import { Stream } from './stream.ts';

export interface OfficeParts {
  readonly shared: Shared;
  readonly settings: FederationSettings;
  readonly traffic: string;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  /** Ends a packet. */
  drop(packet: number): void;
}

/** What is done with a parcel where it comes to. */
type Steps = ConstructorParameters<typeof Chain>[0];

export class Office {
  readonly shared: Shared;
  readonly settings: FederationSettings;
  readonly traffic: string;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  readonly drop: (packet: number) => void;
  readonly meters: FederationMeters;
  readonly letters = new Letters();
  readonly parcels = new Parcels();
  readonly streams: Stream[] = [];
  /** Parcels of a stream take effect in the order of sending. */
  readonly chain: Chain;
  /** By both node ids. */
  readonly #byEnds = new Map<number, Stream>();

  constructor(parts: OfficeParts, steps: Steps) {
    const { shared } = parts;
    this.shared = shared;
    this.settings = parts.settings;
    this.traffic = parts.traffic;
    this.wire = parts.wire;
    this.mailboxes = parts.mailboxes;
    this.drop = (packet) => parts.drop(packet);
    this.meters = new FederationMeters(shared.world, parts.traffic);
    this.chain = new Chain(steps);
    const { mailboxes } = shared.domains;
    for (const from of mailboxes) {
      for (const to of mailboxes) if (this.isAbroad(from, to)) this.#open(from, to);
    }
  }

  #open(from: number, to: number): void {
    const stream = new Stream(this.streams.length, from, to);
    this.streams.push(stream);
    this.meters.admit(stream);
    this.#byEnds.set(this.#key(from, to), stream);
  }

  /** Whether two mailboxes are of different domains. */
  isAbroad(one: number, other: number): boolean {
    const { ofMailbox } = this.shared.domains;
    return ofMailbox[one] !== ofMailbox[other];
  }

  between(from: number, to: number): Stream {
    return this.#byEnds.get(this.#key(from, to))!;
  }

  streamOf(parcel: number): Stream {
    return this.streams[this.parcels.stream[parcel]!]!;
  }

  hold(parcel: number): void {
    this.parcels.holders[parcel]! += 1;
  }

  letGo(parcel: number): void {
    const { letters, parcels } = this;
    parcels.holders[parcel]! -= 1;
    if (parcels.holders[parcel]! > 0) return;
    for (let letter = parcels.first[parcel]!; letter !== NONE; ) {
      const next = letters.next[letter]!;
      this.forget(letter);
      letter = next;
    }
    parcels.release(parcel);
  }

  forget(letter: number): void {
    const { kind, item } = this.letters;
    if (kind[letter] !== SIGNAL) this.shared.messages.letGo(item[letter]!);
    else if (item[letter] !== NONE) this.drop(item[letter]!);
    this.letters.release(letter);
  }

  #key(from: number, to: number): number {
    return from * this.shared.world.exchange.up.length + to;
  }
}
