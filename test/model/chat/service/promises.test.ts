import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { handDriven, ordersOf } from './hand-driven.ts';

// Two places, two gateways and two mailboxes in each; everything takes a time of its own and overtakes.
const NODES = `
version: 1
title: two places
run: { seed: SEED, duration: 600s }
places: [paris, tokyo]
nodes:
  people: { kind: clients, count: 12, access: none }
  gateway: { kind: gateway, count: 2, service: { exponential: 3ms }, per-delivery: 0ms, workers: 8 }
  store: { kind: mailbox, count: 2, write: { exponential: 5ms }, read: { exponential: 5ms }, workers: 8 }
links:
  people -> gateway: { latency: { exponential: 20ms } }
  gateway -> store: { latency: { exponential: 30ms } }
  store -> store: { latency: { exponential: 60ms } }
`;

/** A minute of talk in which nodes crash and devices come and go, then four in which all is well. */
function stormyMinute(seed: number, service: Record<string, unknown>, devices: number) {
  const nodes = NODES.replace('SEED', String(seed));
  const small = handDriven({ nodes, rooms: [4, 5], devices, service });
  const { world, chat, crowd, rooms, sessions, at } = small;
  const random = new Streams(`storm ${seed}`, 0).stream('all');
  const ms = () => random.below(60_000_000) / 1000;
  for (let message = 0; message < 400; message += 1) {
    at(ms(), () => {
      if (random.uniform() < 0.5) {
        const room = random.below(rooms.count);
        chat.sendToRoom(rooms.randomMember(room, random), room, 100);
      } else {
        const sender = random.below(crowd.count);
        chat.sendTo(sender, crowd.other(sender, random), 100);
      }
    });
  }
  const servers = [...world.groups.get('gateway')!, ...world.groups.get('store')!];
  for (let crash = 0; crash < 12; crash += 1) {
    const node = servers[random.below(servers.length)]!;
    const fromMs = ms();
    at(fromMs, () => world.exchange.crash(node));
    at(fromMs + random.below(8000), () => world.exchange.restore(node));
  }
  for (let break_ = 0; break_ < 40; break_ += 1) {
    const device = random.below(crowd.devices);
    const fromMs = ms();
    at(fromMs, () => sessions.disconnect(device));
    at(fromMs + random.below(10_000), () => sessions.connect(device));
  }
  at(75_000, () => {
    for (let device = 0; device < crowd.devices; device += 1) sessions.connect(device);
  });
  for (let second = 1; second < 100; second += 1) at(second * 1000, () => chat.balance.check());
  world.simulator.run(400_000);
  return small;
}

const VARIANTS: [name: string, service: Record<string, unknown>, devices: number][] = [
  ['on-write', { 'fan-out': 'on-write' }, 1],
  ['on-read', { 'fan-out': 'on-read' }, 1],
  ['on-read that polls', { 'fan-out': { 'on-read': { poll: '3s' } } }, 1],
  ['hybrid', { 'fan-out': { hybrid: 3 } }, 1],
  ['several devices', {}, 3],
  ['several devices on-read', { 'fan-out': 'on-read' }, 2],
  ['a window of two, mailboxes anywhere', { window: 2, batch: 2, homes: 'anywhere' }, 1],
  ['three replicas, a majority', { replicas: 3, homes: 'anywhere' }, 1],
  ['messages in order of each sender', { order: 'sender' }, 1],
];

describe.each(VARIANTS)('a stormy minute with %s', (_, service, devices) => {
  const isOrdered = service.order !== 'sender';
  const small = stormyMinute(7, { resend: '1s', 'resend-most': '4s', ...service }, devices);
  const { chat, messages, crowd } = small;

  it('shows each message once on each device of each other member', () => {
    expect(messages).toHaveLength(400);
    let owed = 0;
    for (const { ackedAtMs, shownAtMs, device } of messages) {
      expect(ackedAtMs).toBeGreaterThan(0);
      expect(shownAtMs.has(device)).toBe(false);
      for (const times of shownAtMs.values()) expect(times).toHaveLength(1);
      owed += shownAtMs.size;
    }
    chat.balance.check();
    const all = Array.from({ length: crowd.devices }, (_, device) => chat.balance.of(device));
    expect(all.reduce((sum, { sent }) => sum + sent, 0)).toBe(owed);
    expect(all.reduce((sum, { shown }) => sum + shown, 0)).toBe(owed);
    expect(chat.balance.open).toBe(0);
    expect(owed).toBeGreaterThan(400 * devices);
    expect(crowd.devices / crowd.count).toBe(devices);
  });

  // Members may see the messages of several senders in different orders where only each sender's are put in order.
  if (isOrdered) {
    it('shows the messages of a conversation in one order', () => {
      const byConversation = new Map<string, number[][]>();
      for (const [key, order] of ordersOf(messages)) {
        const conversation = key.split(' ')[0]!;
        byConversation.set(conversation, [...(byConversation.get(conversation) ?? []), order]);
      }
      for (const orders of byConversation.values()) {
        for (const order of orders) {
          for (const other of orders) {
            const place = new Map(other.map((message, index) => [message, index]));
            const places = order.flatMap((message) => place.get(message) ?? []);
            expect(places).toEqual(places.toSorted((one, another) => one - another));
          }
        }
      }
    });
  }

  it('shows what one device says in a conversation in the order in which it was said', () => {
    for (const order of ordersOf(messages).values()) {
      const last = new Map<number, number>();
      for (const message of order) {
        const { device } = messages[message]!;
        // Serial numbers rise with the time of sending.
        expect(message).toBeGreaterThan(last.get(device) ?? -1);
        last.set(device, message);
      }
    }
  });

  it('forgets all of it in the end', () => {
    expect(chat.open.messages).toBe(0);
    expect(chat.open.entries).toBe(0);
  });
});
