/** The ledger against the textbook on random histories, and each promise broken on purpose. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../sim/model/chat/ledger/ledger.ts';
import { DELIVERED, WAS_READ } from '../../../../sim/model/chat/ledger/receipts.ts';
import { INVARIANTS, type Invariant } from '../../../../sim/result/ledger.ts';
import { Textbook } from './textbook.ts';

const PEOPLE = 4;
const CONVERSATIONS = 3;

/** Something that happens, drawn as numbers so that histories shrink well. */
const step = fc.tuple(
  fc.nat({ max: 19 }),
  fc.nat({ max: 11 }),
  fc.nat({ max: 30 }),
  fc.nat({ max: 9 }),
);
type Step = [number, number, number, number];

const isHeld = (message: number, device: number): boolean => (message * 7 + device) % 5 === 0;

const ledgerOf = (devicesEach: number, memory: number, knowsCauses = false) =>
  new Ledger({
    knowsCauses,
    traffic: 't',
    promises: INVARIANTS,
    clock: { events: 0, nowMs: 0 },
    firstDevice: Int32Array.from({ length: PEOPLE + 1 }, (_, at) => at * devicesEach),
    memory,
  });

/** Tells both of the same things. */
function play(steps: readonly Step[], devicesEach: number, memory: number, knowsCauses: boolean) {
  const ledger = ledgerOf(devicesEach, memory, knowsCauses);
  const textbook = new Textbook(devicesEach, knowsCauses);
  const both = [ledger, textbook];
  for (let person = 0; person < PEOPLE; person += 1) {
    for (const one of both) one.joined(person % 2, person);
    for (const one of both) one.joined(2, person);
  }
  let [atMs, sent] = [0, 0];
  const seen = Array.from({ length: PEOPLE * devicesEach }, () => new Set<number>());
  const show = (message: number, device: number) => {
    seen[device]!.add(message);
    for (const one of both) one.shown(message, device, atMs);
  };
  for (const [kind, a, b, c] of steps) {
    atMs += c % 3;
    const device = a % (PEOPLE * devicesEach);
    const person = Math.trunc(device / devicesEach);
    const message = Math.max(0, sent - 1 - b);
    if (kind < 4) {
      const parent = c < 4 ? sent - 1 - c : -1;
      const expiresAtMs = c === 9 ? atMs + 5 : Infinity;
      const conversation = b % CONVERSATIONS;
      for (const one of both) {
        one.sent(sent, person, device, conversation, atMs, parent, expiresAtMs);
      }
      seen[device]!.add(sent);
      sent += 1;
    } else if (sent === 0) continue;
    else if (kind < 7) show(message, device);
    else if (kind < 11) {
      // As a good chat would: the oldest of those that are missing, everywhere.
      for (const [at, has] of seen.entries()) {
        for (let one = 0; one < sent; one += 1) if (!has.has(one)) show(one, at);
      }
    } else if (kind < 15) for (const one of both) one.acked(message, atMs);
    else if (kind === 15) {
      if (c < 3) for (const one of both) one.rejected(message, atMs);
      else for (const one of both) one.expired(message, device, atMs);
    } else if (kind === 16) {
      ledger.receipt(message, c < 5 ? DELIVERED : WAS_READ, atMs, c < 2 ? -1 : device);
      textbook.receipt(message, c < 5 ? 'delivered' : 'read', c < 2 ? -1 : device);
    } else if (kind === 17) for (const one of both) one.read(message, person, atMs);
    else if (kind === 18) for (const one of both) one.cursor(device, 2, b);
    else if (c < 5) for (const one of both) one.left(b % CONVERSATIONS, person);
    else for (const one of both) one.joined(b % CONVERSATIONS, person);
  }
  ledger.finish(atMs, isHeld);
  textbook.finish(isHeld);
  const found = INVARIANTS.flatMap((each) => {
    const count = textbook.counts.get(each);
    return count === undefined ? [] : [[each, count] as const];
  });
  return { broken: ledger.facts().broken, found: Object.fromEntries(found) };
}

describe('the ledger', () => {
  const all = new Set<string>();

  it.each([
    [1, false],
    [2, false],
    [6, false],
    [1, true],
    [2, true],
  ])(
    'finds what a textbook finds, with %i devices a person; knows all causes: %s',
    (devicesEach, knowsCauses) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 100 }), (history) => {
          const { broken, found } = play(history, devicesEach, 1000, knowsCauses);
          for (const each of Object.keys(found)) all.add(each);
          expect(broken).toEqual(found);
        }),
        { numRuns: 400, seed: 7 },
      );
    },
  );

  it('has met every invariant in these histories', () => {
    expect([...all].sort((one, other) => (one < other ? -1 : 1))).toEqual(
      [...INVARIANTS].sort((one, other) => (one < other ? -1 : 1)),
    );
  });
});

/** One conversation of all four, with two devices each: person p has devices 2p and 2p + 1. */
function room(): Ledger {
  const ledger = ledgerOf(2, 1000);
  for (let person = 0; person < PEOPLE; person += 1) ledger.joined(0, person);
  return ledger;
}

const say = (ledger: Ledger, message: number, device: number, more: Partial<Said> = {}) =>
  ledger.sent(
    message,
    device >> 1,
    device,
    more.conversation ?? 0,
    message,
    more.parent ?? -1,
    more.expiresAtMs ?? Infinity,
  );

interface Said {
  readonly conversation: number;
  readonly parent: number;
  readonly expiresAtMs: number;
}

/** Shows a message to all devices that are named. */
const show = (ledger: Ledger, message: number, devices: readonly number[], atMs = 10) => {
  for (const device of devices) ledger.shown(message, device, atMs);
};

const OTHERS_OF_0 = [1, 2, 3, 4, 5, 6, 7];
const ALL = [0, ...OTHERS_OF_0];
const not = (device: number) => ALL.filter((each) => each !== device);

const CRIMES: readonly (readonly [Invariant, string, (ledger: Ledger) => void])[] = [
  [
    'loss',
    'acknowledged, never shown and not held',
    (ledger) => {
      say(ledger, 0, 0);
      ledger.acked(0, 1);
      show(ledger, 0, [1, 2, 3, 4, 5]);
    },
  ],
  [
    'duplicate',
    'shown twice',
    (ledger) => {
      say(ledger, 0, 0);
      show(ledger, 0, OTHERS_OF_0);
      show(ledger, 0, [3]);
    },
  ],
  [
    'fifo',
    'shown after a later one of the same sender',
    (ledger) => {
      say(ledger, 0, 0);
      say(ledger, 1, 0);
      for (const device of OTHERS_OF_0) {
        ledger.shown(1, device, 10);
        ledger.shown(0, device, 10);
      }
    },
  ],
  [
    'order',
    'shown after one that others show behind it',
    (ledger) => {
      say(ledger, 0, 0);
      say(ledger, 1, 2);
      show(ledger, 0, OTHERS_OF_0.slice(0, -1));
      show(ledger, 1, not(2));
      show(ledger, 0, [7]);
    },
  ],
  [
    'causality',
    'shown before what it answers',
    (ledger) => {
      say(ledger, 0, 0);
      show(ledger, 0, [2]);
      say(ledger, 1, 2, { parent: 0 });
      // All of them agree about the order, wrong as it is.
      show(ledger, 1, not(2));
      show(ledger, 0, [1, 3, 4, 5, 6, 7]);
    },
  ],
  [
    'cursor',
    'synchronized to 4 after 5',
    (ledger) => [5, 5, 4].map((at) => ledger.cursor(3, 0, at)),
  ],
  [
    'receipt',
    'reported as delivered before it was',
    (ledger) => {
      say(ledger, 0, 0);
      ledger.receipt(0, DELIVERED, 5);
      show(ledger, 0, [1, 2, 3, 4, 5, 6]);
      ledger.receipt(0, DELIVERED, 11, 6);
      ledger.receipt(0, DELIVERED, 11, 6);
      ledger.receipt(0, DELIVERED, 11, 7);
      show(ledger, 0, [7]);
    },
  ],
  [
    'receipt',
    'reported as read before it was',
    (ledger) => {
      say(ledger, 0, 0);
      show(ledger, 0, OTHERS_OF_0);
      ledger.receipt(0, WAS_READ, 19);
      ledger.read(0, 1, 20);
      for (let twice = 0; twice < 2; twice += 1) ledger.receipt(0, WAS_READ, 30);
    },
  ],
  [
    'receipt',
    'told of a receipt up to 4 after 5',
    (ledger) => {
      for (const upTo of [5, 5, 4]) ledger.receiptCursor(3, 0, 2, DELIVERED, upTo);
      // Another reader, another kind.
      ledger.receiptCursor(3, 0, 1, DELIVERED, 4);
      ledger.receiptCursor(3, 0, 2, WAS_READ, 4);
    },
  ],
  [
    'receipt',
    'read before it was shown',
    (ledger) => {
      say(ledger, 0, 0);
      ledger.read(0, 1, 5);
    },
  ],
  [
    'membership',
    'shown to somebody it is not for',
    (ledger) => {
      ledger.left(0, 3);
      say(ledger, 0, 0);
      show(ledger, 0, OTHERS_OF_0.slice(0, -1));
    },
  ],
  [
    'membership',
    'shown to somebody it is not for',
    (ledger) => {
      ledger.left(0, 3);
      say(ledger, 0, 0);
      ledger.acked(0, 3);
      ledger.joined(0, 3);
      show(ledger, 0, OTHERS_OF_0.slice(0, -1));
    },
  ],
  [
    'ttl',
    'shown after it had expired',
    (ledger) => {
      say(ledger, 0, 0, { expiresAtMs: 10 });
      show(ledger, 0, OTHERS_OF_0.slice(0, -1), 10);
      show(ledger, 0, [7], 10.5);
    },
  ],
  ['conservation', 'shown, but never sent', (ledger) => ledger.shown(0, 3, 1)],
  [
    'conservation',
    'the chat holds 6 deliveries, and 7 have not ended',
    (ledger) => {
      say(ledger, 0, 0);
      ledger.balance(6, 1);
    },
  ],
  [
    'convergence',
    'with another device of the same person, but not here',
    (ledger) => {
      say(ledger, 0, 0);
      ledger.acked(0, 1);
      show(ledger, 0, OTHERS_OF_0.slice(0, -1));
    },
  ],
];

describe('a promise broken on purpose', () => {
  it.each(CRIMES)('%s: %s, is found, and nothing else', (invariant, text, commit) => {
    const ledger = room();
    commit(ledger);
    ledger.finish(100, () => false);
    const { broken, violations } = ledger.facts();
    expect(Object.keys(broken)).toEqual([invariant]);
    expect(new Set(violations.map((each) => each.text))).toEqual(new Set([text]));
  });

  it('leaves what is still held, not yet acknowledged or refused in peace', () => {
    const ledger = room();
    say(ledger, 0, 0);
    ledger.acked(0, 1);
    say(ledger, 1, 0);
    say(ledger, 2, 0);
    ledger.rejected(2, 3);
    ledger.balance(14, 3);
    ledger.finish(100, (message) => message === 0);
    expect(ledger.facts().broken).toEqual({});
  });

  it('says who, what, where and when', () => {
    const ledger = room();
    say(ledger, 0, 5);
    show(ledger, 0, not(5));
    ledger.shown(0, 1, 17);
    expect(ledger.facts().violations).toEqual([
      {
        invariant: 'duplicate',
        message: 0,
        sender: 2,
        devices: [1],
        conversation: 0,
        atMs: 17,
        event: 0,
        text: 'shown twice',
      },
    ]);
  });
});

describe('what is complete', () => {
  it('is forgotten, and is still known as shown', () => {
    const ledger = ledgerOf(1, 2);
    for (let person = 0; person < PEOPLE; person += 1) ledger.joined(0, person);
    for (let message = 0; message < 100; message += 1) {
      ledger.sent(message, 0, 0, 0, message);
      show(ledger, message, [1, 2, 3], message);
    }
    expect(ledger.remembered).toBe(2);
    ledger.shown(3, 2, 200);
    ledger.shown(100, 2, 200);
    expect(ledger.facts().broken).toEqual({ duplicate: 1, conservation: 1 });
  });
});
