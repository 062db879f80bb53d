import { describe, expect, it } from 'vitest';
import { read } from '../../../../sim/index.ts';
import { messageKinds } from '../../../../sim/model/chat/kinds/index.ts';
import type { MessageKind } from '../../../../sim/model/chat/kinds/kind.ts';
import type { MediaStore } from '../../../../sim/model/chat/kinds/media-store.ts';
import { text } from '../../../../sim/model/chat/kinds/parts/text.ts';
import { type Post, SERVER } from '../../../../sim/model/chat/kinds/post.ts';
import { Speech } from '../../../../sim/model/chat/kinds/speech.ts';
import { People } from '../../../../sim/model/chat/people.ts';
import type { Clients } from '../../../../sim/model/node/clients.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { build } from '../../../../sim/scenario/build.ts';
import { ONE } from './one-message.ts';

/** What cannot be left out, and shares of what follows so that it does. */
const GIVEN: Readonly<Record<string, object>> = {
  'red-packet': { wallet: 'wallet' },
  location: { live: '100%', lasts: '1m' },
  reaction: { share: '100%' },
  recall: { share: '100%' },
  edit: { share: '100%' },
  presence: { rate: '1rpm' },
};

const MANY = ['nodes.people.count=6', 'nodes.wallet={ kind: wallet }'];

function made(name: string): MessageKind {
  const part = messageKinds.find(name)!;
  const said = 'share' in part.params.shape ? { share: '100%' } : {};
  return choose(part, part.params.parse({ ...said, ...GIVEN[name] })).make();
}

/** People of whom `person` says so many things of a kind, over a carrier that is there at once and loses none. */
function talk(name: string, messages: number) {
  const { scenario } = read(ONE, { file: 'laws.yaml', set: MANY });
  const { world } = build(scenario!, 0);
  const clients = world.groups.get('people')!.map((id) => world.nodes[id] as Clients);
  const people = new People(world, clients, 'gateway');
  const own = made(name);
  const isSaid = own.occasion.when === 'said';
  const kinds = isSaid ? [own] : [choose(text, text.params.parse({ share: '100%' })).make(), own];
  const names = isSaid ? [name] : ['text', name];
  const told: string[] = [];
  const everybody = 0;
  const contacts = names.map(() => 1);
  const speech: Speech = new Speech(
    { world, traffic: 'laws', clients, people, names, kinds },
    {
      circles: { everybody, contacts },
      rooms: undefined as never,
      roomCount: 0,
      encryption: undefined,
      keys: -1,
      gate: undefined,
      tokens: () => ({ question: 100, answer: 10, draw: () => {} }),
    },
  );
  const carry = (note: number, bytes: number, to: readonly number[]) => {
    told.push(`${speech.kinds[speech.kindOf(note)]!} ${bytes}`);
    expect(bytes).toBeGreaterThan(0);
    expect(Number.isInteger(bytes)).toBe(true);
    for (const person of to) speech.shown(note, person);
    speech.settled(note);
  };
  const post: Post = {
    sendTo: (_, recipient, bytes, note) => {
      if (recipient !== SERVER) carry(note, bytes, [recipient]);
      else {
        told.push(`asked ${bytes}`);
        const take = () => speech.settled(note);
        speech.holds(note, 0, { tellsOfRefusal: false, pass: take, refuse: take, take });
      }
    },
    sendToRoom: (sender, _, bytes, note) =>
      carry(
        note,
        bytes,
        [0, 1, 2, 3, 4, 5].filter((person) => person !== sender),
      ),
    tell: (person, bytes, note) => carry(note, bytes, [person]),
    tellRoom: (_, bytes, note) => carry(note, bytes, [0, 1, 2, 3, 4, 5]),
  };
  let objects = 0;
  const store: MediaStore = {
    create: () => objects++,
    choose: () => 7,
    upload: (note) => speech.uploaded(note, note % 2 === 1),
    fetch: (note) => speech.fetched(note),
    held: () => {},
  };
  speech.connect(post, store);
  speech.start();
  for (let turn = 0; turn < messages; turn += 1) {
    if (turn % 2 === 0) speech.say(turn % 6, (turn + 1) % 6, -1, 100);
    else speech.say(turn % 6, -1, 0, 100);
  }
  // Long enough for all that follows: 15 minutes for an edit, and updates of a minute.
  world.simulator.run(3_600_000, Number.POSITIVE_INFINITY);
  return { told, open: speech.notes.open, speech, world };
}

describe.each(messageKinds.parts)('kind of message $name', (part) => {
  const kind = made(part.name);

  it('is worth something for some time, and has bytes of its own unless it is text', () => {
    expect(kind.ttlMs).toBeGreaterThan(0);
    if (kind.bytes === undefined) expect(part.name).toBe('text');
  });

  it('is uploaded, or one of a stock, but not both', () => {
    expect(kind.media !== undefined && kind.stock !== undefined).toBe(false);
    if (kind.media !== undefined) expect(kind.isKept).toBe(true);
  });

  it('is kept, unless it is a signal that nobody says', () => {
    if (kind.occasion.when === 'said') expect(kind.isKept).toBe(true);
    if (kind.occasion.when === 'typing') expect(kind.isKept).toBe(false);
  });

  it('lets go of each message after all that follows from it', () => {
    expect(talk(part.name, 40).open).toBe(0);
  });

  it('says the same again with the same seed', () => {
    const first = talk(part.name, 40).told;
    expect(first.length).toBeGreaterThan(0);
    expect(talk(part.name, 40).told).toEqual(first);
  });
});
