/** Who sees a red packet taps it: a burst of claims at the node that has its parts. */
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Lane } from '../../node/peer.ts';
import { nearest } from '../../node/world.ts';
import { byKind, kindsThat, type SpeechParts, streamsOf, type Talker } from './speech-parts.ts';
import type { Wallet } from './wallet.ts';

/** Bytes of a claim and of its answer (assumption). */
const CLAIM_BYTES = 200;

export class RedPackets {
  readonly #parts: SpeechParts;
  readonly #talker: Talker;
  readonly #chance: readonly Random[];
  readonly #lanes: readonly Lane[];
  /** By note: the node that has the packet, its number there, and when the note was sent, ms. */
  readonly #wallet: number[] = [];
  readonly #packet: number[] = [];
  readonly #sentMs: number[] = [];
  /** Our number at each wallet, by node id. */
  readonly #owner: number[] = [];
  /** By claim. */
  readonly #note: number[] = [];
  readonly #person: number[] = [];
  readonly #startMs: number[] = [];
  readonly #isWon: number[] = [];
  readonly #free: number[] = [];
  readonly #claims: readonly number[];
  readonly #won: readonly number[];
  readonly #failed: readonly number[];
  readonly #open: readonly number[];
  readonly #time: readonly number[];
  readonly #emptied: readonly number[];
  readonly #tap: HandlerId;
  readonly #atWallet: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #told: HandlerId;

  constructor(parts: SpeechParts, talker: Talker) {
    const { world, clients, traffic, kinds } = parts;
    const { recorder, simulator } = world;
    this.#parts = parts;
    this.#talker = talker;
    this.#chance = streamsOf(parts, 'claims');
    this.#lanes = clients.map((node) => node.lane(`${traffic}/claims`));
    const counter = (metric: string) => byKind(parts, (labels) => recorder.counter(metric, labels));
    const histogram = (metric: string) =>
      byKind(parts, (labels) => recorder.histogram(metric, labels, { windows: true }));
    this.#claims = counter('claims');
    this.#won = counter('claims_won');
    this.#failed = counter('claims_failed');
    this.#open = counter('claims_open');
    this.#time = histogram('claim_time');
    this.#emptied = histogram('packet_time');
    this.#tap = simulator.handler((note, person) => this.#leave(note, person), 'packet is tapped');
    this.#atWallet = simulator.handler((claim) => this.#arrive(claim), 'claim at the wallet');
    this.#atBackbone = simulator.handler((claim) => this.#goDown(claim), 'answer to a claim');
    this.#told = simulator.handler((claim) => this.#tell(claim), 'claim is answered');
    const claimer = {
      answered: (claim: number, isWon: boolean) => this.#answered(claim, isWon),
      dropped: (claim: number) => this.#fail(claim),
    };
    const groups = new Set(kinds.flatMap(({ claims }) => claims?.wallet ?? []));
    for (const id of [...groups].flatMap((group) => world.groups.get(group)!)) {
      this.#owner[id] = (world.nodes[id] as Wallet).serve(claimer);
    }
  }

  /** The packet lies at one of the wallets nearest to its sender. */
  sent(note: number): void {
    const { kinds, people, clients, world } = this.#parts;
    const { kind, sender } = this.#talker.notes;
    const { claims } = kinds[kind[note]!]!;
    if (claims === undefined) return;
    const place = people.place[sender[note]!]!;
    const near = nearest(world, claims.wallet, clients[place]!.place);
    // A person's packets lie at one of them.
    const id = near[sender[note]! % near.length]!;
    const parts = Math.max(1, Math.round(claims.parts.sample(this.#chance[place]!)));
    this.#wallet[note] = id;
    this.#packet[note] = (world.nodes[id] as Wallet).open(parts);
    this.#sentMs[note] = world.simulator.nowMs;
  }

  shown(note: number, person: number): void {
    const { kinds, people, world } = this.#parts;
    const { claims } = kinds[this.#talker.notes.kind[note]!]!;
    if (claims === undefined) return;
    const random = this.#chance[people.place[person]!]!;
    if (random.uniform() >= claims.share) return;
    this.#talker.notes.keep(note);
    world.simulator.after(claims.after.sample(random), this.#tap, note, person);
  }

  #leave(note: number, person: number): void {
    const { world, people, clients } = this.#parts;
    const claim = this.#free.pop() ?? this.#note.length;
    this.#note[claim] = note;
    this.#person[claim] = person;
    this.#startMs[claim] = world.simulator.nowMs;
    const place = people.place[person]!;
    this.#count(this.#claims, claim, 1);
    this.#count(this.#open, claim, 1);
    const wallet = this.#wallet[note]!;
    const { id } = clients[place]!;
    const upMs = clients[place]!.upMs(
      people.device[person]!,
      CLAIM_BYTES,
      this.#lanes[place]!,
      wallet,
    );
    const wayMs = world.exchange.carry(id, wallet, CLAIM_BYTES, world.simulator.nowMs);
    if (wayMs === Number.POSITIVE_INFINITY) this.#fail(claim);
    else world.simulator.after(upMs + wayMs, this.#atWallet, claim);
  }

  #arrive(claim: number): void {
    const { world } = this.#parts;
    const note = this.#note[claim]!;
    const id = this.#wallet[note]!;
    if (world.exchange.up[id] === 0) this.#fail(claim);
    else (world.nodes[id] as Wallet).claim(this.#owner[id]!, this.#packet[note]!, claim);
  }

  #answered(claim: number, isWon: boolean): void {
    const { world, people, clients } = this.#parts;
    const { recorder, simulator } = world;
    const note = this.#note[claim]!;
    const wallet = this.#wallet[note]!;
    this.#isWon[claim] = isWon ? 1 : 0;
    const isLast = isWon && (world.nodes[wallet] as Wallet).left(this.#packet[note]!) === 0;
    if (isLast) {
      const sentMs = this.#sentMs[note]!;
      recorder.record(this.#emptied[this.#meterOf(claim)]!, simulator.nowMs - sentMs, sentMs);
    }
    const { id } = clients[people.place[this.#person[claim]!]!]!;
    const wayMs = world.exchange.carry(wallet, id, CLAIM_BYTES, this.#startMs[claim]!);
    if (wayMs === Number.POSITIVE_INFINITY) this.#fail(claim);
    else simulator.after(wayMs, this.#atBackbone, claim);
  }

  #goDown(claim: number): void {
    const { world, people, clients } = this.#parts;
    const person = this.#person[claim]!;
    const place = people.place[person]!;
    const wallet = this.#wallet[this.#note[claim]!]!;
    const device = people.device[person]!;
    const downMs = clients[place]!.downMs(device, CLAIM_BYTES, this.#lanes[place]!, wallet);
    world.simulator.after(downMs, this.#told, claim);
  }

  #tell(claim: number): void {
    const { recorder, simulator } = this.#parts.world;
    const startMs = this.#startMs[claim]!;
    recorder.record(this.#time[this.#meterOf(claim)]!, simulator.nowMs - startMs, startMs);
    if (this.#isWon[claim] === 1) this.#count(this.#won, claim, 1);
    this.#end(claim);
  }

  #fail(claim: number): void {
    this.#count(this.#failed, claim, 1);
    this.#end(claim);
  }

  #end(claim: number): void {
    this.#count(this.#open, claim, -1);
    this.#talker.notes.drop(this.#note[claim]!);
    this.#free.push(claim);
  }

  #count(counters: readonly number[], claim: number, by: number): void {
    this.#parts.world.recorder.add(counters[this.#meterOf(claim)]!, by, this.#startMs[claim]!);
  }

  #meterOf(claim: number): number {
    const { people, clients } = this.#parts;
    const kind = this.#talker.notes.kind[this.#note[claim]!]!;
    return kind * clients.length + people.place[this.#person[claim]!]!;
  }
}

export const hasClaims = ({ kinds }: SpeechParts): boolean =>
  kindsThat(kinds, ({ claims }) => claims !== undefined).length > 0;
