/** Whatever a client sends: its connection ends with a reason of the table or goes on, and others are served. */
import fc from 'fast-check';
import mqtt, { type Packet } from 'mqtt-packet';
import { describe, expect, it } from 'vitest';
import { Client, client, connectOf, OwnLab, type Version } from './lab.ts';

/** Reasons that our broker closes with. MQTT 5.0 §2.4 */
const REASONS = [0x81, 0x82, 0x84, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x93, 0x94, 0x95, undefined];
const RUNS = { numRuns: 300, seed: 8 };

/** A broker with somebody who is served whatever others do. */
async function witness(version: Version) {
  const lab = new OwnLab({ maximumPacketBytes: 1000, receiveMaximum: 20 });
  const one = await client(lab, version, { clientId: 'witness' });
  await one.subscribe('witness/#', { qos: 1 });
  return { lab, one };
}

async function isServed(one: Client): Promise<void> {
  one.got.length = 0;
  await one.publish('witness/alive', 'yes', { qos: 1, messageId: 1 });
  expect(one.got.map(({ cmd }) => cmd).sort()).toEqual(['puback', 'publish']);
  await one.send({ cmd: 'puback', messageId: one.take('publish')!.messageId });
}

function endsWell(one: Client): void {
  if (!one.isClosed) return;
  const last = one.got.at(-1);
  const reason =
    last?.cmd === 'disconnect' || last?.cmd === 'connack' ? last.reasonCode : undefined;
  expect(REASONS).toContain(reason === 0 ? undefined : reason);
}

const versions = fc.constantFrom<Version>(4, 5);
const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });

/** Packets of clients, right by themselves. */
const topic = fc.constantFrom('a', 'a/b', '$share/g/a', 'witness/x', '+', '#', 'ü/€', '');
const id = fc.integer({ min: 1, max: 5 });
const level = fc.constantFrom(0, 1, 2);
const packets = fc.oneof(
  fc.record({
    cmd: fc.constant('publish'),
    topic: fc.constantFrom('a', 'a/b', 'ü/€'),
    qos: level,
    messageId: id,
    dup: fc.constant(false),
    retain: fc.boolean(),
    payload: fc.constantFrom('', 'x', 'y'.repeat(300)),
  }),
  fc.record({
    cmd: fc.constant('subscribe'),
    messageId: id,
    subscriptions: fc.array(
      fc.record({
        topic,
        qos: level,
        nl: fc.boolean(),
        rap: fc.boolean(),
        rh: fc.constantFrom(0, 1, 2),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({
    cmd: fc.constant('unsubscribe'),
    messageId: id,
    unsubscriptions: fc.array(topic, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ cmd: fc.constantFrom('puback', 'pubrec', 'pubrel', 'pubcomp'), messageId: id }),
  fc.constant({ cmd: 'pingreq' }),
  fc.constant({ cmd: 'disconnect', reasonCode: 4 }),
  fc.constant(connectOf(5, { clientId: 'again' })),
);

const written = (packet: object, version: Version): Buffer =>
  mqtt.generate(packet as Packet, { protocolVersion: version });

describe('a client that sends', () => {
  it('any bytes at first is closed or waited for, and costs nobody else anything', () =>
    fc.assert(
      fc.asyncProperty(versions, bytes, async (version, sent) => {
        const { lab, one } = await witness(version);
        const wild = new Client(lab, version);
        await wild.raw(Buffer.from(sent));
        endsWell(wild);
        await isServed(one);
        // Whoever never comes to a CONNECT is not waited for for ever.
        await lab.pass(30_000);
        expect(wild.isClosed).toBe(true);
      }),
      RUNS,
    ));

  it('any bytes later is closed or goes on', () =>
    fc.assert(
      fc.asyncProperty(versions, fc.array(bytes, { maxLength: 4 }), async (version, pieces) => {
        const { lab, one } = await witness(version);
        const wild = await client(lab, version, { clientId: 'wild', keepalive: 10 });
        for (const piece of pieces) await wild.raw(Buffer.from(piece));
        endsWell(wild);
        await isServed(one);
        await lab.pass(16_000);
        expect(wild.isClosed).toBe(true);
      }),
      RUNS,
    ));

  it('right packets cut short, or with a byte changed, is closed or goes on', () =>
    fc.assert(
      fc.asyncProperty(
        versions,
        packets,
        fc.nat(400),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        async (version, packet, at, byte, isCut) => {
          const { lab, one } = await witness(version);
          const wild = await client(lab, version, { clientId: 'wild' });
          const right = written(packet, version);
          const wrong = Buffer.from(isCut ? right.subarray(0, at % right.length) : right);
          if (!isCut) wrong[at % wrong.length] = byte;
          if (wrong.length > 0) await wild.raw(wrong);
          endsWell(wild);
          await wild.cut();
          await isServed(one);
        },
      ),
      RUNS,
    ));

  it('packets in any order gets answers that a codec reads, once for each', () =>
    fc.assert(
      fc.asyncProperty(
        versions,
        fc.array(packets, { minLength: 1, maxLength: 25 }),
        async (version, all) => {
          const { lab, one } = await witness(version);
          const wild = await client(lab, version, {
            clientId: 'wild',
            ...(version === 4 ? { clean: false } : { properties: { sessionExpiryInterval: 99 } }),
          });
          let pings = 0;
          for (const packet of all) {
            if (!wild.isClosed && packet.cmd === 'pingreq') pings += 1;
            await wild.raw(written(packet, version));
          }
          expect(wild.got.filter(({ cmd }) => cmd === 'pingresp').length).toBe(pings);
          endsWell(wild);
          await isServed(one);
        },
      ),
      RUNS,
    ));

  it('a packet larger than may be is closed before it has come', async () => {
    for (const version of [4, 5] as const) {
      const { lab, one } = await witness(version);
      const wild = await client(lab, version, { clientId: 'wild' });
      await wild.raw([0x30, 0xff, 0xff, 0xff, 0x7f]);
      wild.expectClosed(0x95);
      await isServed(one);
    }
  });
});
