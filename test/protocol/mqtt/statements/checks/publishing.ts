/** PUBLISH and what acknowledges it. */
import { expect } from 'vitest';
import { type Client, client, type Given, kept, type Lab, OwnLab, type Version } from '../lab.ts';
import { packet, text } from './format.ts';

async function pair(lab: Lab, version: Version, topic: string, given: Given = {}) {
  const one = await client(lab, version, { clientId: 'receiver', ...kept(version, true) });
  await one.subscribe(topic, given);
  const sender = await client(lab, version, { clientId: 'sender' });
  return { one, sender };
}

/** The receiver is away and comes back. */
async function comeBack(one: Client): Promise<Client> {
  await one.cut();
  return client(one.lab, one.version, { clientId: 'receiver', ...kept(one.version) });
}

const forwarded = (name: string, value: unknown) => async (lab: Lab, version: Version) => {
  const { one, sender } = await pair(lab, version, 'a');
  await sender.publish('a', 'x', { properties: { [name]: value } });
  expect(one.take('publish')?.properties?.[name]).toEqual(value);
};

export const publishing = {
  dupWhenSentAgain: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    const first = one.take('publish')!;
    const again = (await comeBack(one)).take('publish')!;
    expect([first.dup, again.dup]).toEqual([false, true]);
    expect(again.messageId).toBe(first.messageId);
  },
  dupAtQos0: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x38, [...text('a'), ...(version === 5 ? [0] : []), 1]));
    one.expectClosed(0x81);
  },
  dupIsNotHandedOn: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await sender.publish('a', 'x', { qos: 1, messageId: 1, dup: true });
    expect(one.take('publish')?.dup).toBe(false);
  },
  qos3: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x36, [...text('a'), 0, 1, ...(version === 5 ? [0] : []), 1]));
    one.expectClosed(0x81);
  },
  retained: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'old', { retain: true });
    await sender.publish('a', 'new', { retain: true, qos: 1, messageId: 1 });
    const one = await client(lab, version);
    await one.subscribe('a', { qos: 2 });
    expect(one.payloads).toEqual(['new']);
    expect(one.take('publish')).toMatchObject({ retain: true, qos: 1 });
  },
  retainedByQos0: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'old', { retain: true, qos: 1, messageId: 1 });
    await sender.publish('a', 'new', { retain: true });
    const one = await client(lab, version);
    await one.subscribe('a');
    expect(one.payloads).not.toContain('old');
  },
  retainedIsTakenAway: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a');
    await sender.publish('a', 'x', { retain: true });
    await sender.publish('a', '', { retain: true });
    expect(one.payloads).toEqual(['x', '']);
    const late = await client(lab, version);
    await late.subscribe('a');
    expect(late.payloads).toEqual([]);
  },
  notRetained: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'kept', { retain: true });
    await sender.publish('a', 'passing');
    const one = await client(lab, version);
    await one.subscribe('a');
    expect(one.payloads).toEqual(['kept']);
  },
  retainedOutlivesSessions: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'kept', { retain: true });
    await sender.cut();
    await lab.pass(1_000);
    const one = await client(lab, version);
    await one.subscribe('a');
    expect(one.payloads).toEqual(['kept']);
  },
  flagOfEstablished: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a');
    await sender.publish('a', 'x', { retain: true });
    expect(one.take('publish')?.retain).toBe(false);
  },
  retainAsPublished: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { rap: true });
    await sender.publish('a', 'x', { retain: true });
    await sender.publish('a', 'y');
    expect(one.got.map(({ retain }) => retain)).toEqual([true, false]);
  },
  retainHandling: async (lab: Lab, version: Version) => {
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'kept', { retain: true });
    const one = await client(lab, version);
    const counts: number[] = [];
    for (const rh of [2, 1, 0, 0]) {
      await one.subscribe('a', { rh });
      counts.push(one.payloads.length);
    }
    // Never; not for one that is there; always, twice.
    expect(counts).toEqual([0, 0, 1, 2]);
    await one.subscribe('+', { rh: 1 });
    expect(one.payloads.length).toBe(3);
  },
  topicIsThere: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [0, 0, ...(version === 5 ? [0] : []), 1]));
    one.expectClosed(0x82);
  },
  wildcardsInTopics: async (lab: Lab, version: Version) => {
    for (const topic of ['a/+', 'a/#', '#']) {
      const one = await client(lab, version);
      await one.raw(packet(0x30, [...text(topic), ...(version === 5 ? [0] : []), 1]));
      one.expectClosed(0x90);
    }
  },
  topicsAreTheirOwn: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a/+');
    await sender.publish('a/b', 'x');
    await sender.publish('c/b', 'y');
    expect(one.got.map(({ topic }) => topic)).toEqual(['a/b']);
  },
  payloadFormat: forwarded('payloadFormatIndicator', true),
  contentType: forwarded('contentType', 'text/plain'),
  responseTopic: forwarded('responseTopic', 'answers/here'),
  correlationData: forwarded('correlationData', Buffer.from([0, 1, 255])),
  userProperties: forwarded('userProperties', { k: ['1', '2'] }),
  orderOfUserProperties: async (lab: Lab, version: Version) => {
    // The codec sorts them by name: bytes alone can tell.
    const properties = [
      ['b', '1'],
      ['a', '2'],
      ['b', '3'],
    ].flatMap(([name, value]) => [0x26, ...text(name!), ...text(value!)]);
    const seen: Buffer[] = [];
    const watching = lab.open(
      (bytes) => seen.push(bytes),
      () => {},
    );
    const { default: mqtt } = await import('mqtt-packet');
    const { connectOf } = await import('../lab.ts');
    watching.write(mqtt.generate(connectOf(5, { clientId: 'bytes' }) as never));
    await lab.rest();
    watching.write(Buffer.from(packet(0x82, [0, 1, 0, ...text('a'), 0])));
    await lab.rest();
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), properties.length, ...properties, 1]));
    expect(Buffer.concat(seen).includes(Buffer.from(properties))).toBe(true);
  },
  illFormedResponseTopic: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), 4, 0x08, ...text([0xff]), 1]));
    one.expectClosed(0x81);
  },
  wildcardsInResponseTopic: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), 4, 0x08, ...text('#'), 1]));
    one.expectClosed(0x82);
  },
  illFormedContentType: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), 4, 0x03, ...text([0xff]), 1]));
    one.expectClosed(0x81);
  },
  messageExpiry: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await one.cut();
    const properties = { messageExpiryInterval: 10 };
    await sender.publish('a', 'late', { qos: 1, messageId: 1, properties });
    await lab.pass(4_000);
    await sender.publish('a', 'later', { qos: 1, messageId: 2, properties });
    await lab.pass(7_000);
    const again = await client(lab, version, { clientId: 'receiver', ...kept(version) });
    expect(again.payloads).toEqual(['later']);
    expect(again.take('publish')?.properties?.messageExpiryInterval).toBe(3);
  },
  sentBeforeItExpired: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 2 });
    const properties = { messageExpiryInterval: 2 };
    await sender.publish('a', 'x', { qos: 2, messageId: 1, properties });
    await sender.send({ cmd: 'pubrel', messageId: 1 });
    const { messageId } = one.take('publish')!;
    await lab.pass(5_000);
    // Under way before, it goes on.
    const again = await comeBack(one);
    expect(again.take('publish')).toMatchObject({ messageId, dup: true });
  },
  releasedAfterItExpired: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    const properties = { messageExpiryInterval: 1 };
    await one.publish('a', 'x', { qos: 2, messageId: 5, properties });
    await lab.pass(3_000);
    await one.send({ cmd: 'pubrel', messageId: 5 });
    expect(one.take('pubcomp')?.messageId).toBe(5);
  },
  aliasesOfOneConnection: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, kept(version, true));
    await one.publish('a', 'x', { properties: { topicAlias: 1 } });
    await one.cut();
    const again = await client(lab, version, kept(version));
    await again.raw(packet(0x30, [0, 0, 3, 0x23, 0, 1, 1]));
    again.expectClosed(0x82);
  },
  aliasOf0: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), 3, 0x23, 0, 0, 1]));
    one.expectClosed(0x94);
  },
  aliasTooLarge: async (_lab: Lab, version: Version) => {
    const one = await client(new OwnLab({ topicAliasMaximum: 2 }), version);
    await one.raw(packet(0x30, [...text('a'), 3, 0x23, 0, 3, 1]));
    one.expectClosed(0x94);
  },
  aliasesAreTaken: async (_lab: Lab, version: Version) => {
    const lab = new OwnLab({ topicAliasMaximum: 3 });
    const { one, sender } = await pair(lab, version, '#');
    for (const alias of [1, 2, 3]) {
      await sender.publish(`t${alias}`, 'x', { properties: { topicAlias: alias } });
      await sender.raw(packet(0x30, [0, 0, 3, 0x23, 0, alias, 1]));
    }
    expect(one.got.map(({ topic }) => topic)).toEqual(['t1', 't1', 't2', 't2', 't3', 't3']);
  },
  ourAliases: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { properties: { topicAliasMaximum: 1 } });
    await one.subscribe('#');
    for (const topic of ['a', 'a', 'b']) await one.publish(topic, 'x');
    expect(one.got.map(({ topic, properties }) => [topic, properties?.topicAlias])).toEqual([
      ['a', 1],
      ['', 1],
      ['b', undefined],
    ]);
  },
  noAliasesOfOurs: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a');
    await one.publish('a', 'x');
    expect(one.take('publish')).toMatchObject({ topic: 'a' });
  },
  noSubscriptionIdOfClients: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x30, [...text('a'), 2, 0x0b, 1, 1]));
    one.expectClosed(0x82);
  },
  answersByLevel: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.publish('a', 'x');
    await one.publish('a', 'x', { qos: 1, messageId: 1 });
    await one.publish('a', 'x', { qos: 2, messageId: 2 });
    await one.send({ cmd: 'pubrel', messageId: 2 });
    expect(one.got.map(({ cmd }) => cmd)).toEqual(['puback', 'pubrec', 'pubcomp']);
  },
  overlapping: async (lab: Lab, version: Version) => {
    // The highest is that of the whole name, of the tail, of one level.
    for (const levels of [
      [2, 0, 1],
      [0, 2, 1],
      [1, 0, 2],
    ]) {
      const { one, sender } = await pair(lab, version, 'a/b', { qos: levels[0] });
      await one.subscribe('a/#', { qos: levels[1] });
      await one.subscribe('+/b', { qos: levels[2] });
      await sender.publish('a/b', 'x', { qos: 2, messageId: 1 });
      await sender.send({ cmd: 'pubrel', messageId: 1 });
      expect(Math.max(...one.got.map(({ qos }) => Number(qos)))).toBe(2);
      await one.send({ cmd: 'pubrec', messageId: one.take('publish')!.messageId });
    }
  },
  overlappingIdentifiers: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'none');
    await one.subscribe('a/#', {}, { subscriptionIdentifier: 7 });
    await one.subscribe('a/b', {}, { subscriptionIdentifier: 300 });
    await sender.publish('a/b', 'x');
    const ids = one.got.flatMap(({ properties }) => properties?.subscriptionIdentifier);
    expect(ids.toSorted((a, b) => Number(a) - Number(b))).toEqual([7, 300]);
  },
  receiveMaximum: async (lab: Lab, version: Version) => {
    const properties = { receiveMaximum: 2 };
    const one = await client(lab, version, { clientId: 'receiver', properties });
    await one.subscribe('a', { qos: 2 });
    const sender = await client(lab, version, { clientId: 'sender' });
    for (let at = 1; at <= 4; at += 1) {
      await sender.publish('a', `${at}`, { qos: 1, messageId: at });
    }
    expect(one.payloads).toEqual(['1', '2']);
    // Everything else goes on, QoS 0 too.
    await one.send({ cmd: 'pingreq' });
    await sender.publish('a', 'zero');
    expect(one.take('pingresp')).toBeDefined();
    expect(one.payloads).toEqual(['1', '2', 'zero']);
    await one.send({ cmd: 'puback', messageId: one.got[0]!.messageId });
    expect(one.payloads).toEqual(['1', '2', 'zero', '3']);
  },
  tooManyUnderWay: async (_lab: Lab, version: Version) => {
    const one = await client(new OwnLab({ receiveMaximum: 2 }), version);
    for (const messageId of [1, 2, 3]) await one.publish('a', 'x', { qos: 2, messageId });
    one.expectClosed(0x93);
  },
  largeMessages: async (lab: Lab, version: Version) => {
    const properties = { maximumPacketSize: 60 };
    const one = await client(lab, version, { clientId: 'receiver', properties });
    await one.subscribe('a', { qos: 1 });
    const sender = await client(lab, version, { clientId: 'sender' });
    await sender.publish('a', 'x'.repeat(100), { qos: 1, messageId: 1 });
    await sender.publish('a', 'small', { qos: 1, messageId: 2 });
    expect(one.payloads).toEqual(['small']);
    expect(one.isClosed).toBe(false);
  },
  qos1: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await sender.publish('a', 'x', { qos: 1, messageId: 9 });
    expect(one.got[0]).toMatchObject({ qos: 1, dup: false });
    // Nothing has acknowledged it: it comes again, until something does.
    const again = await comeBack(one);
    const { messageId } = again.take('publish')!;
    await again.send({ cmd: 'puback', messageId });
    expect((await comeBack(again)).payloads).toEqual([]);
  },
  qos1Anew: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await sender.publish('a', 'x', { qos: 1, messageId: 9 });
    await sender.publish('a', 'y', { qos: 1, messageId: 9, dup: true });
    expect(one.payloads).toEqual(['x', 'y']);
  },
  qos2Sender: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 2 });
    await sender.publish('a', 'x', { qos: 2, messageId: 9 });
    await sender.send({ cmd: 'pubrel', messageId: 9 });
    const first = one.take('publish')!;
    expect(first).toMatchObject({ qos: 2, dup: false });
    const again = await comeBack(one);
    const { messageId } = again.take('publish')!;
    expect(messageId).toBe(first.messageId);
    await again.send({ cmd: 'pubrec', messageId });
    expect(again.take('pubrel')?.messageId).toBe(messageId);
    // Now PUBREL is what is sent again, not the message.
    const third = await comeBack(again);
    expect(third.payloads).toEqual([]);
    expect(third.take('pubrel')?.messageId).toBe(messageId);
    await third.send({ cmd: 'pubcomp', messageId });
    const fourth = await comeBack(third);
    expect(fourth.got).toEqual([]);
  },
  qos2Receiver: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a');
    await sender.publish('a', 'x', { qos: 2, messageId: 9 });
    await sender.publish('a', 'x', { qos: 2, messageId: 9, dup: true });
    expect(sender.got.map(({ cmd }) => cmd)).toEqual(['pubrec', 'pubrec']);
    await sender.send({ cmd: 'pubrel', messageId: 9 });
    expect(one.payloads).toEqual(['x']);
    await sender.publish('a', 'y', { qos: 2, messageId: 9 });
    await sender.send({ cmd: 'pubrel', messageId: 9 });
    expect(one.payloads).toEqual(['x', 'y']);
  },
  refusedByReceiver: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 2 });
    for (const qos of [1, 2]) {
      await sender.publish('a', 'x', { qos, messageId: qos });
      if (qos === 2) await sender.send({ cmd: 'pubrel', messageId: 2 });
      const { messageId } = one.take('publish')!;
      await one.send({ cmd: qos === 1 ? 'puback' : 'pubrec', messageId, reasonCode: 0x80 });
    }
    expect((await comeBack(one)).payloads).toEqual([]);
  },
  sentAgainInOrder: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    for (const messageId of [1, 2, 3]) {
      await sender.publish('a', `${messageId}`, { qos: 1, messageId });
    }
    const again = await comeBack(one);
    expect(again.payloads).toEqual(['1', '2', '3']);
    expect(again.got.every(({ dup }) => dup === true)).toBe(true);
  },
  neverAgainOtherwise: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    await lab.pass(600_000);
    expect(one.payloads).toEqual(['x']);
  },
  inOrder: async (lab: Lab, version: Version) => {
    const { one, sender } = await pair(lab, version, 'a', { qos: 1 });
    for (let at = 1; at <= 20; at += 1) {
      await sender.publish('a', `${at}`, { qos: 1, messageId: at });
    }
    expect(one.payloads).toEqual(Array.from({ length: 20 }, (_, at) => `${at + 1}`));
  },
};
