import { describe, expect, it } from 'vitest';
import { handDriven } from './hand-driven.ts';
import { THREE_NODES } from './small-worlds.ts';

// 5 ms to the gateway, 1 ms of work, 2 ms to the mailbox, 3 ms for each of two rows: written at 14 ms.
const GATEWAY = 1;
const STORE = 2;

/** One message at 0, and a node that is down from one time to another. */
function crash(node: number, fromMs: number, toMs: number) {
  const small = handDriven({ nodes: THREE_NODES });
  const { world, chat, messages, at } = small;
  const { exchange, simulator } = world;
  at(0, () => chat.sendTo(0, 1, 100));
  at(fromMs, () => exchange.crash(node));
  at(toMs, () => exchange.restore(node));
  simulator.run(300_000);
  chat.balance.check();
  expect(chat.balance.of(1).shown).toBe(1);
  expect(chat.open).toEqual({ messages: 0, packets: 0, entries: 0 });
  return messages[0]!;
}

describe('one message in a world of three people', () => {
  it('comes twice to a mailbox that had written it and could not say so', () => {
    // The acknowledgement leaves at 14 ms and would be at the gateway at 16: its connection breaks first.
    const { ackedAtMs, shownAtMs } = crash(GATEWAY, 15, 1000);
    // Sent again at 1000: 8 ms there, known, 7 ms back.
    expect(ackedAtMs).toBe(1015);
    // Asked for at 1000: 7 ms there, 4 ms to read, 2 + 1 + 5 ms back.
    expect(shownAtMs.get(1)).toEqual([1019]);
  });

  it('is sent again when the mailbox crashes while it is being written', () => {
    const { ackedAtMs, shownAtMs } = crash(STORE, 12, 100);
    // 5 s after it was sent; then as ever.
    expect(ackedAtMs).toBe(5021);
    expect(shownAtMs.get(1)).toEqual([5022]);
  });

  it('is sent again after a time that doubles', () => {
    const { ackedAtMs } = crash(STORE, 1, 20_000);
    // At 5 and 15 s in vain, at 35 s well.
    expect(ackedAtMs).toBe(35_021);
  });

  it('stays with a mailbox that crashes after it has written it', () => {
    const { ackedAtMs, shownAtMs } = crash(STORE, 14.5, 100);
    expect(ackedAtMs).toBe(21);
    expect(shownAtMs.get(1)).toEqual([22]);
  });

  it('is delivered again by the mailbox when nobody says that it came', () => {
    // Shown at 22; what says so would be at the mailbox at 29.
    const { shownAtMs, receipts } = crash(STORE, 25, 100);
    expect(shownAtMs.get(1)).toEqual([22]);
    // Pushed again at 5014, at the device at 5022, whose answer is at the mailbox at 5029 and the receipt there at 5036.
    expect(receipts.find(([kind]) => kind === 1)?.[1]).toBe(5036);
  });

  it('waits for a device that is away', () => {
    const { world, chat, messages, sessions, at } = handDriven({ nodes: THREE_NODES });
    at(0, () => sessions.disconnect(1));
    at(1, () => chat.sendTo(0, 1, 100));
    at(2, () => chat.sendTo(2, 1, 100));
    at(500, () => {
      expect(chat.balance.of(1)).toMatchObject({ kept: 2, waiting: 0 });
      chat.balance.check();
    });
    at(1000, () => sessions.connect(1));
    world.simulator.run(300_000);
    // One read for both, one packet: 7 + 4 + 8 ms.
    expect(messages.map(({ shownAtMs }) => shownAtMs.get(1))).toEqual([[1019], [1019]]);
    expect(messages.map(({ ackedAtMs }) => ackedAtMs)).toEqual([22, 23]);
    expect(chat.open).toEqual({ messages: 0, packets: 0, entries: 0 });
  });

  it('expires for who is away too long, and not for others', () => {
    const { world, chat, messages, sessions, at } = handDriven({
      nodes: THREE_NODES,
      rooms: [1, 3],
      service: { ttl: '10s' },
    });
    at(0, () => sessions.disconnect(1));
    at(1, () => chat.sendToRoom(0, 0, 100));
    at(9000, () => chat.sendToRoom(0, 0, 100));
    at(12_000, () => sessions.connect(1));
    world.simulator.run(300_000);
    chat.balance.check();
    const [first, second] = messages;
    expect(first!.shownAtMs.has(1)).toBe(false);
    expect(first!.shownAtMs.get(2)).toHaveLength(1);
    // Kept at 1 + 8 + 9 ms, for ten seconds from its sending or a little more: `expired` is noted when it is looked at.
    expect(first!.expiredAt.get(1)).toBe(10_018);
    expect(second!.shownAtMs.get(1)).toEqual([12_019]);
    expect(chat.balance.of(1).expired).toBe(1);
    expect(chat.open).toEqual({ messages: 0, packets: 0, entries: 0 });
  });
});
