/** Subscriptions, and sessions that keep them. */
import { expect } from 'vitest';
import { Client, client, kept, type Lab, type Version } from '../lab.ts';
import { packet, text } from './format.ts';

const none = (version: Version): number[] => (version === 5 ? [0] : []);

async function gets(lab: Lab, version: Version, filter: string, topics: readonly string[]) {
  const one = await client(lab, version);
  await one.subscribe(filter);
  const sender = await client(lab, version, { clientId: 'sender' });
  for (const topic of topics) await sender.publish(topic, topic);
  return one.payloads;
}

async function members(lab: Lab, version: Version, filter: string, qos = 0) {
  const all: Client[] = [];
  for (const clientId of ['m1', 'm2']) {
    const one = await client(lab, version, { clientId, ...kept(version, true) });
    await one.subscribe(filter, { qos });
    all.push(one);
  }
  return all;
}

async function refusedFilter(lab: Lab, version: Version, filter: string) {
  const one = await client(lab, version);
  if (version === 5) expect((await one.subscribe(filter)).granted).toEqual([0x8f]);
  else {
    await one.raw(packet(0x82, [0, 1, ...text(filter), 0]));
    // A violation ends the connection (4.8.0-1); that it is told to be refused is as good.
    const granted = one.take('suback')?.granted;
    expect(one.isClosed || String(granted) === '128').toBe(true);
  }
}

export const subscribing = {
  suback: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    expect(await one.subscribe('a', { qos: 1 })).toMatchObject({ messageId: 901, granted: [1] });
  },
  granted: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    const asked = [2, 0, 1].map((qos) => ({ topic: `a${qos}`, qos, nl: false, rap: false, rh: 0 }));
    await one.send({ cmd: 'subscribe', messageId: 5, subscriptions: asked });
    expect(one.take('suback')?.granted).toEqual([2, 0, 1]);
    expect(one.take('suback')).toBeUndefined();
    for (const qos of [0, 1, 2]) await one.publish(`a${qos}`, `${qos}`);
    expect(one.payloads).toEqual(['0', '1', '2']);
  },
  lowerLevel: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a', { qos: 1 });
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'x');
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    await sender.publish('a', 'x', { qos: 2, messageId: 2 });
    await sender.send({ cmd: 'pubrel', messageId: 2 });
    expect(one.got.map(({ qos }) => qos)).toEqual([0, 1, 1]);
  },
  replaced: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'kept', { retain: true });
    const one = await client(lab, version);
    await one.subscribe('a', { qos: 0 });
    await one.subscribe('a', { qos: 1 });
    expect(one.payloads).toEqual(['kept', 'kept']);
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    const last = one.got.slice(2);
    expect(last.map(({ qos }) => qos)).toEqual([1]);
  },
  noFilters: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x82, [0, 1, ...none(version)]));
    one.expectClosed(0x82);
  },
  illFormedFilters: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x82, [0, 1, ...none(version), ...text([0xff]), 0]));
    one.expectClosed(0x81);
  },
  reservedOptions: async (lab: Lab, version: Version) => {
    for (const options of version === 5 ? [0x40, 0x80, 0x03] : [0x04, 0x80, 0x03]) {
      const one = await client(lab, version);
      await one.raw(packet(0x82, [0, 1, ...none(version), ...text('a'), options]));
      one.expectClosed(0x81);
    }
  },
  noLocal: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a', { nl: true });
    await one.publish('a', 'mine');
    const other = await client(lab, version, { clientId: 'other' });
    await other.publish('a', 'theirs');
    expect(one.payloads).toEqual(['theirs']);
  },
  noLocalAndShared: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x82, [0, 1, 0, ...text('$share/g/a'), 0x04]));
    one.expectClosed(0x82);
  },
  unsuback: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a');
    await one.send({ cmd: 'unsubscribe', messageId: 8, unsubscriptions: ['a', 'none'] });
    const answer = one.take('unsuback')!;
    expect(answer.messageId).toBe(8);
    expect(one.take('unsuback')).toBeUndefined();
    if (version === 5) expect(answer.granted).toEqual([0, 0x11]);
    await one.publish('a', 'x');
    expect(one.payloads).toEqual([]);
  },
  unsubscribedExactly: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a/+');
    await one.send({ cmd: 'unsubscribe', messageId: 8, unsubscriptions: ['a/b', 'a/#', 'A/+'] });
    await one.publish('a/b', 'x');
    expect(one.payloads).toEqual(['x']);
  },
  unsubscribedUnderWay: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, kept(version, true));
    await one.subscribe('a', { qos: 2 });
    await one.publish('a', 'x', { qos: 1, messageId: 1 });
    await one.send({ cmd: 'unsubscribe', messageId: 8, unsubscriptions: ['a'] });
    await one.publish('a', 'y', { qos: 1, messageId: 2 });
    await one.cut();
    const again = await client(lab, version, kept(version));
    expect(again.payloads).toEqual(['x']);
  },
  noFiltersToUnsubscribe: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0xa2, [0, 1, ...none(version)]));
    one.expectClosed(0x82);
  },
  illFormedToUnsubscribe: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0xa2, [0, 1, ...none(version), ...text([0xff])]));
    one.expectClosed(0x81);
  },
  wholeTail: async (lab: Lab, version: Version) => {
    expect(await gets(lab, version, 'a/#', ['a', 'a/b', 'a/b/c', 'ab', 'b/a'])).toEqual([
      'a',
      'a/b',
      'a/b/c',
    ]);
    for (const filter of ['a/#/b', 'a#', '#/a']) await refusedFilter(lab, version, filter);
  },
  oneLevel: async (lab: Lab, version: Version) => {
    expect(await gets(lab, version, '+/b/+', ['a/b/c', '/b/', 'a/b', 'a/b/c/d', 'b/b/c'])).toEqual([
      'a/b/c',
      '/b/',
      'b/b/c',
    ]);
    for (const filter of ['a+', 'a/+b', '+a/b']) await refusedFilter(lab, version, filter);
  },
  hiddenTopics: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    for (const topic of ['#', '+/x', '$own/#']) await one.subscribe(topic);
    const own = await client(lab, version, { clientId: 'own' });
    await own.publish('$own/x', 'hidden');
    await own.publish('a/x', 'open');
    expect(new Set(one.payloads)).toEqual(new Set(['hidden', 'open']));
    expect(one.payloads.filter((each) => each === 'hidden')).toEqual(['hidden']);
  },
  emptyNames: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x82, [0, 1, ...none(version), 0, 0, 0]));
    if (version === 5) expect(one.take('suback')?.granted).toEqual([0x8f]);
    else expect(one.isClosed).toBe(true);
  },
  nullInFilters: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x82, [0, 1, ...none(version), ...text('a\0'), 0]));
    one.expectClosed(0x81);
  },
  asTheyAre: async (lab: Lab, version: Version) => {
    // An accent in one code point and in two, capitals, spaces, an empty level.
    expect(await gets(lab, version, 'caf\u00e9', ['cafe\u0301', 'caf\u00e9', 'CAF\u00c9'])).toEqual(
      ['caf\u00e9'],
    );
    expect(await gets(lab, version, '/a b', ['/a b', 'a b', '/a  b'])).toEqual(['/a b']);
  },
  sessionIsResumed: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, kept(version, true));
    await one.subscribe('a', { qos: 1 });
    await one.cut();
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'missed', { qos: 1, messageId: 1 });
    const again = await client(lab, version, kept(version));
    expect(again.payloads).toEqual(['missed']);
    await sender.publish('a', 'live');
    expect(again.payloads).toEqual(['missed', 'live']);
  },
  sessionIsNew: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    const answer = await one.connect(kept(version));
    expect(answer?.sessionPresent).toBe(false);
    expect(one.isClosed).toBe(false);
  },
  cleanSession: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, kept(version, true));
    await one.subscribe('a', { qos: 1 });
    await one.cut();
    const clean = await client(lab, version, { clean: true });
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    expect(clean.payloads).toEqual([]);
    await clean.cut();
    const again = new Client(lab, version);
    expect((await again.connect(kept(version)))?.sessionPresent).toBe(false);
    expect(again.payloads).toEqual([]);
  },
  sessionByName: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { ...kept(version, true), clientId: 'x' });
    await one.subscribe('a', { qos: 1 });
    await one.cut();
    const other = new Client(lab, version);
    expect((await other.connect({ ...kept(version), clientId: 'X' }))?.sessionPresent).toBe(false);
  },
  sessionLastsAsLongAsItsConnection: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { clean: true });
    await one.subscribe('a', { qos: 1 });
    await lab.pass(3_600_000);
    await one.publish('a', 'x', { qos: 1, messageId: 1 });
    expect(one.payloads).toEqual(['x']);
  },
  sessionEnds: async (lab: Lab, version: Version) => {
    const given = { properties: { sessionExpiryInterval: 10 } };
    const one = await client(lab, version, given);
    await one.subscribe('a', { qos: 1 });
    await one.cut();
    await lab.pass(9_000);
    const again = new Client(lab, version);
    expect((await again.connect({ clean: false, ...given }))?.sessionPresent).toBe(true);
    await again.cut();
    await lab.pass(11_000);
    const late = new Client(lab, version);
    expect((await late.connect({ clean: false, ...given }))?.sessionPresent).toBe(false);
  },
  addedToSessions: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { ...kept(version, true), clientId: 'away' });
    await one.subscribe('a/#', { qos: 1 });
    await one.cut();
    const there = await client(lab, version, { clientId: 'there' });
    await there.subscribe('a/b', { qos: 1 });
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a/b', 'x', { qos: 1, messageId: 1 });
    const again = await client(lab, version, { ...kept(version), clientId: 'away' });
    expect([there.payloads, again.payloads]).toEqual([['x'], ['x']]);
  },
  sharedNames: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    for (const filter of ['$share//a', '$share/g', '$share/g/', '$share/+/a', '$share/g#/a']) {
      expect([filter, (await one.subscribe(filter)).granted]).toEqual([filter, [0x8f]]);
    }
    expect((await one.subscribe('$share/g/a')).granted).toEqual([0]);
  },
  sharedOnce: async (lab: Lab, version: Version) => {
    const [one, two] = await members(lab, version, '$share/g/a', 1);
    const sender = await client(lab, version, { clientId: 'sender' });
    for (const messageId of [1, 2, 3, 4]) {
      await sender.publish('a', `${messageId}`, { qos: 2, messageId });
      await sender.send({ cmd: 'pubrel', messageId });
    }
    const all = [...one!.payloads, ...two!.payloads];
    expect(all.toSorted()).toEqual(['1', '2', '3', '4']);
    expect(one!.payloads.length).toBe(2);
    expect([...one!.got, ...two!.got].every(({ qos }) => qos === 1)).toBe(true);
  },
  sharedWhenBack: async (lab: Lab, version: Version) => {
    const [one, two] = await members(lab, version, '$share/g/a', 1);
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    const [has, hasNot] = one!.payloads.length > 0 ? [one!, two!] : [two!, one!];
    const clientId = has === one ? 'm1' : 'm2';
    await has.cut();
    expect(hasNot.payloads).toEqual([]);
    const again = await client(lab, version, { ...kept(version), clientId });
    expect(again.payloads).toEqual(['x']);
    await again.cut();
    // Its session ends: nobody else gets the message.
    await client(lab, version, { clean: true, clientId });
    expect(hasNot.payloads).toEqual([]);
  },
  sharedRefused: async (lab: Lab, version: Version) => {
    const [one, two] = await members(lab, version, '$share/g/a', 1);
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    const has = one!.payloads.length > 0 ? one! : two!;
    const { messageId } = has.take('publish')!;
    await has.send({ cmd: 'puback', messageId, reasonCode: 0x80 });
    expect([one!.payloads, two!.payloads]).toEqual([[], []]);
  },
};
