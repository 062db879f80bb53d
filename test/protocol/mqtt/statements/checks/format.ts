/** How packets are written. */
import { expect } from 'vitest';
import { Client, client, connectOf, type Lab, OwnLab, type Version } from '../lab.ts';

/** A string with its length. */
export const text = (bytes: readonly number[] | string): number[] => {
  const all = [...Buffer.from(bytes as string)];
  return [all.length >> 8, all.length & 255, ...all];
};
/** A packet of one byte of head and so many of body. */
export const packet = (head: number, body: readonly number[]): number[] => [
  head,
  body.length,
  ...body,
];
const none = (version: Version): number[] => (version === 5 ? [0] : []);
/** PUBLISH of QoS 0 to a topic in these bytes. */
const publish = (topic: readonly number[] | string, version: Version) =>
  packet(0x30, [...text(topic), ...none(version), 1]);

async function refusedBytes(lab: Lab, version: Version, bytes: readonly number[], reason: number) {
  const one = await client(lab, version);
  await one.raw(bytes);
  one.expectClosed(reason);
}

export const format = {
  illFormedStrings: async (lab: Lab, version: Version) => {
    // An overlong slash, a surrogate, a lone continuation.
    for (const bytes of [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x80]]) {
      await refusedBytes(lab, version, publish([0x61, ...bytes], version), 0x81);
    }
  },
  nullCharacters: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, publish('a\0b', version), 0x81),
  byteOrderMarks: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('\uFEFFa');
    await one.raw(publish('\uFEFFa', version));
    expect(one.take('publish')?.topic).toBe('\uFEFFa');
    await one.raw(publish('a', version));
    expect(one.take('publish')).toBeUndefined();
  },
  shortestIntegers: (lab: Lab, version: Version) =>
    // Properties of no length, said in two bytes.
    refusedBytes(lab, version, packet(0x30, [...text('a'), 0x80, 0x00]), 0x81),
  pairsOfStrings: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, packet(0x30, [...text('a'), 6, 0x26, ...text('k'), 0, 9]), 0x81),
  reservedFlags: async (lab: Lab, version: Version) => {
    for (const bytes of [
      [0xc1, 0],
      [0xe1, 0],
      [0x83, 6, 0, 1, ...text('a'), 0],
      [0x60, 2, 0, 1],
      [0x42, 2, 0, 1],
    ]) {
      await refusedBytes(lab, version, bytes, 0x81);
    }
  },
  reservedFlagsOfRelease: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, [0x60, 2, 0, 1], 0x81),
  reservedFlagsOfSubscribe: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, packet(0x80, [0, 1, ...none(version), ...text('a'), 0]), 0x81),
  reservedFlagsOfUnsubscribe: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, packet(0xa0, [0, 1, ...none(version), ...text('a')]), 0x81),
  reservedFlagsOfDisconnect: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, [0xe1, 0], 0x81),
  reservedFlagsOfAuth: (lab: Lab, version: Version) =>
    refusedBytes(lab, version, packet(0xf1, [0, 0]), 0x81),
  identifiersOfZero: async (lab: Lab, version: Version) => {
    for (const bytes of [
      packet(0x32, [...text('a'), 0, 0, ...none(version), 1]),
      packet(0x82, [0, 0, ...none(version), ...text('a'), 0]),
      packet(0xa2, [0, 0, ...none(version), ...text('a')]),
    ]) {
      await refusedBytes(lab, version, bytes, 0x82);
    }
  },
  noIdentifierAtQos0: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a');
    await one.publish('a', 'x');
    const { messageId, length } = one.take('publish')!;
    expect(messageId).toBeUndefined();
    // Topic 3, payload 1, and in 5 a length of properties.
    expect(length).toBe(version === 5 ? 5 : 4);
  },
  freshIdentifiers: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a', { qos: 1 });
    const sender = await client(lab, version, { clientId: 'two' });
    for (let at = 1; at <= 5; at += 1) await sender.publish('a', 'x', { qos: 1, messageId: at });
    const ids = one.got.map(({ messageId }) => messageId);
    expect(ids.length).toBe(5);
    expect(new Set(ids).size).toBe(5);
    expect(ids).not.toContain(0);
  },
  sameIdentifierInAcks: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.publish('a', 'x', { qos: 1, messageId: 77 });
    expect(one.take('puback')?.messageId).toBe(77);
    await one.publish('a', 'x', { qos: 2, messageId: 78 });
    expect(one.take('pubrec')?.messageId).toBe(78);
    await one.send({ cmd: 'pubrel', messageId: 78 });
    expect(one.take('pubcomp')?.messageId).toBe(78);
  },
  sameIdentifierInSubacks: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    const asked = { topic: 'a', qos: 0 as const, nl: false, rap: false, rh: 0 };
    await one.send({ cmd: 'subscribe', messageId: 321, subscriptions: [asked] });
    expect(one.take('suback')?.messageId).toBe(321);
    await one.send({ cmd: 'unsubscribe', messageId: 322, unsubscriptions: ['a'] });
    expect(one.take('unsuback')?.messageId).toBe(322);
  },
  lengthOfNoProperties: async (lab: Lab, version: Version) => {
    const one = await client(new OwnLab({ topicAliasMaximum: 0 }), version);
    expect(one.bytes).toBe(5);
    expect(lab).toBeDefined();
  },
  largestString: async (lab: Lab, version: Version) => {
    // Two bytes say how long it is: no string is longer.
    const topic = 'a'.repeat(65_535);
    const one = await client(lab, version);
    await one.subscribe(topic);
    await one.publish(topic, 'x');
    expect(one.take('publish')?.topic).toBe(topic);
  },
  onlyOurCodes: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw(packet(0x40, [0, 1, 0x03]));
    one.expectClosed(0x81);
  },
  oversized: async (_lab: Lab, version: Version) => {
    const one = await client(new OwnLab({ maximumPacketBytes: 100 }), version);
    await one.raw([0x30, 0xff, 0x01]);
    one.expectClosed(0x95);
  },
  connectInPieces: async (lab: Lab, version: Version) => {
    const { default: mqtt } = await import('mqtt-packet');
    const bytes = mqtt.generate(connectOf(version) as never);
    const one = new Client(lab, version);
    for (const byte of bytes) await one.raw([byte]);
    expect(one.take('connack')).toBeDefined();
  },
};
