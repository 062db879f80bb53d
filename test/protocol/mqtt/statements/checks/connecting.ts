/** CONNECT and CONNACK, wills, keep-alive, DISCONNECT. */
import { expect } from 'vitest';
import { Client, client, connectOf, kept, type Lab, OwnLab, type Version } from '../lab.ts';
import { packet, text } from './format.ts';

const codeOf = (answer: Record<string, unknown> | undefined, version: Version) =>
  version === 5 ? answer?.reasonCode : answer?.returnCode;

/** CONNECT byte by byte. */
const connect = (
  version: Version | number,
  flags: number,
  payload: readonly number[],
  name = 'MQTT',
) => packet(0x10, [...text(name), version, flags, 0, 0, ...(version === 5 ? [0] : []), ...payload]);

async function refusedConnect(lab: Lab, version: Version, bytes: readonly number[]) {
  const one = new Client(lab, version);
  await one.raw(bytes);
  expect(one.isClosed).toBe(true);
  expect(one.got).toEqual([]);
}

const will = (more: object = {}) => ({
  will: { topic: 'gone', payload: Buffer.from('w'), qos: 0, retain: false, ...more },
});

async function watcher(lab: Lab, version: Version, qos = 0): Promise<Client> {
  const one = await client(lab, version, { clientId: 'watcher' });
  await one.subscribe('gone', { qos });
  return one;
}

export const connecting = {
  firstPacket: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    await one.publish('a', 'x');
    expect(one.isClosed).toBe(true);
    expect(one.got).toEqual([]);
  },
  secondConnect: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.connect();
    one.expectClosed(0x82);
  },
  protocolName: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 2, text('a'), 'MQTX')),
  unknownVersion: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    await one.raw(connect(version === 5 ? 6 : 3, 2, text('a')));
    expect(one.isClosed).toBe(true);
    expect(codeOf(one.take('connack'), version)).toBe(version === 5 ? 0x84 : 1);
  },
  reservedConnectFlag: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 3, text('a'))),
  willFlagsWithoutWill: async (lab: Lab, version: Version) => {
    // QoS 1 and RETAIN of no will.
    for (const flags of [0x0a, 0x22]) {
      await refusedConnect(lab, version, connect(version, flags, text('a')));
    }
  },
  willOfQos3: (lab: Lab, version: Version) =>
    refusedConnect(
      lab,
      version,
      connect(version, 0x1e, [
        ...text('a'),
        ...(version === 5 ? [0] : []),
        ...text('t'),
        ...text('x'),
      ]),
    ),
  willFieldsAreThere: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0x06, text('a'))),
  userWithoutFlag: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0x02, [...text('a'), ...text('user')])),
  userIsThere: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0x82, text('a'))),
  passwordWithoutFlag: (lab: Lab, version: Version) =>
    refusedConnect(
      lab,
      version,
      connect(version, 0x82, [...text('a'), ...text('user'), ...text('pw')]),
    ),
  passwordIsThere: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0xc2, [...text('a'), ...text('user')])),
  passwordNeedsUser: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0x42, [...text('a'), ...text('pw')])),
  fieldsInOrder: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const two = await client(lab, version, {
      ...will(),
      clientId: 'two',
      username: 'user',
      password: Buffer.from('pw'),
    });
    await two.cut();
    expect(one.payloads).toEqual(['w']);
  },
  clientIdIsThere: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 2, [])),
  illFormedClientId: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 2, text([0xff]))),
  illFormedWillTopic: (lab: Lab, version: Version) =>
    refusedConnect(
      lab,
      version,
      connect(version, 6, [
        ...text('a'),
        ...(version === 5 ? [0] : []),
        ...text([0xff]),
        ...text('x'),
      ]),
    ),
  illFormedUser: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 0x82, [...text('a'), ...text([0xff])])),
  usualClientIds: async (lab: Lab, version: Version) => {
    const letters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
    for (let at = 0; at < letters.length; at += 20) {
      await client(lab, version, { clientId: letters.slice(at, at + 23) });
    }
    await client(lab, version, { clientId: 'a' });
  },
  noClientId: async (lab: Lab, version: Version) => {
    const [one, two] = [new Client(lab, version), new Client(lab, version)];
    const answers = [await one.connect({ clientId: '' }), await two.connect({ clientId: '' })];
    expect(answers.map((each) => codeOf(each, version))).toEqual([0, 0]);
    // Two sessions: neither has taken the other's place.
    expect([one.isClosed, two.isClosed]).toEqual([false, false]);
    if (version === 5) {
      const ids = answers.map((each) => each?.properties?.assignedClientIdentifier);
      expect(ids.every((id) => typeof id === 'string' && id.length > 0)).toBe(true);
      expect(new Set(ids).size).toBe(2);
    }
  },
  noClientIdAndASession: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    await one.raw(connect(4, 0, text('')));
    expect(codeOf(one.take('connack'), version)).toBe(2);
    expect(one.isClosed).toBe(true);
  },
  malformedConnect: (lab: Lab, version: Version) =>
    refusedConnect(lab, version, connect(version, 2, [...text('a'), 1, 2, 3])),
  takenOver: async (lab: Lab, version: Version) => {
    const [one, two] = [await client(lab, version), await client(lab, version)];
    one.expectClosed(0x8e);
    expect(two.isClosed).toBe(false);
  },
  connack: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    const answer = await one.connect();
    expect(codeOf(answer, version)).toBe(0);
    expect(one.take('connack')).toBeUndefined();
  },
  nothingAfterRefusal: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const bad = new Client(lab, version);
    const { default: mqtt } = await import('mqtt-packet');
    const more = mqtt.generate(
      { cmd: 'publish', topic: 'gone', payload: 'x', qos: 0, dup: false, retain: false },
      { protocolVersion: version },
    );
    await bad.raw([...connect(version, 3, text('a')), ...more]);
    expect(bad.isClosed).toBe(true);
    expect(one.payloads).toEqual([]);
  },
  connackFirst: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, kept(version, true));
    await one.subscribe('a', { qos: 1 });
    await one.cut();
    const sender = await client(lab, version, { clientId: 'two' });
    await sender.publish('a', 'x', { qos: 1, messageId: 1 });
    const again = new Client(lab, version);
    await again.send({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: version,
      keepalive: 0,
      clientId: 'one',
      ...kept(version),
    });
    expect(again.got.map(({ cmd }) => cmd)).toEqual(['connack', 'publish']);
  },
  oneConnack: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.subscribe('a');
    await one.publish('a', 'x');
    await one.send({ cmd: 'pingreq' });
    expect(one.got.filter(({ cmd }) => cmd === 'connack')).toEqual([]);
  },
  presentSession: async (lab: Lab, version: Version) => {
    const first = new Client(lab, version);
    expect((await first.connect(kept(version)))?.sessionPresent).toBe(false);
    await first.subscribe('a');
    await first.cut();
    const second = new Client(lab, version);
    expect((await second.connect(kept(version)))?.sessionPresent).toBe(true);
    await second.cut();
    const third = new Client(lab, version);
    expect((await third.connect({ clean: true }))?.sessionPresent).toBe(false);
  },
  refusedHasNoSession: async (lab: Lab, version: Version) => {
    const first = await client(lab, version, kept(version, true));
    await first.subscribe('a');
    await first.cut();
    const again = new Client(lab, version);
    if (version === 5) {
      const properties = { authenticationMethod: 'x', sessionExpiryInterval: 9 };
      await again.send(connectOf(version, { clean: false, properties }));
    } else await again.raw(connect(4, 0, text('')));
    const answer = again.take('connack');
    expect(codeOf(answer, version)).toBe(version === 5 ? 0x8c : 2);
    expect(answer?.sessionPresent).toBe(false);
    expect(again.isClosed).toBe(true);
  },
  unknownAuthMethod: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    const answer = await one.connect({ properties: { authenticationMethod: 'SCRAM' } });
    expect(answer?.reasonCode).toBe(0x8c);
    expect(one.isClosed).toBe(true);
  },
  authWithoutMethod: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.raw([0xf0, 2, 0x19, 0]);
    one.expectClosed(0x82);
  },
  noAuthOfOurs: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    const answer = await one.connect();
    expect(answer?.properties?.authenticationMethod).toBeUndefined();
    expect(one.take('auth')).toBeUndefined();
  },
  keepAlive: async (lab: Lab, version: Version) => {
    const watching = await watcher(lab, version);
    const one = await client(lab, version, { ...will(), clientId: 'two', keepalive: 10 });
    await lab.pass(14_000);
    await one.send({ cmd: 'pingreq' });
    await lab.pass(14_900);
    expect(one.isClosed).toBe(false);
    await lab.pass(200);
    one.expectClosed(0x8d);
    expect(watching.payloads).toEqual(['w']);
  },
  serverKeepAlive: async (_lab: Lab, version: Version) => {
    const lab = new OwnLab({ keepAliveSeconds: 4 });
    const one = new Client(lab, version);
    const answer = await one.connect({ keepalive: 100 });
    expect(answer?.properties?.serverKeepAlive).toBe(4);
    await lab.pass(6_100);
    expect(one.isClosed).toBe(true);
  },
  ping: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.send({ cmd: 'pingreq' });
    expect(one.take('pingresp')).toBeDefined();
  },
  willIsSaid: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const two = await client(lab, version, { ...will(), clientId: 'two' });
    expect(one.payloads).toEqual([]);
    await two.cut();
    expect(one.payloads).toEqual(['w']);
  },
  willAfterViolation: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const two = await client(lab, version, { ...will(), clientId: 'two' });
    await two.raw([0xc1, 0]);
    expect(one.payloads).toEqual(['w']);
  },
  willOnce: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    await (await client(lab, version, { ...will(), clientId: 'two' })).cut();
    await (await client(lab, version, { clientId: 'two' })).cut();
    expect(one.payloads).toEqual(['w']);
  },
  noWill: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    await (await client(lab, version, { clientId: 'two' })).cut();
    expect(one.payloads).toEqual([]);
  },
  goodbye: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const two = await client(lab, version, { ...will(), clientId: 'two' });
    await two.send({ cmd: 'disconnect', reasonCode: 0 });
    expect(two.isClosed).toBe(true);
    await lab.pass(10_000);
    expect(one.payloads).toEqual([]);
  },
  goodbyeWithWill: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const two = await client(lab, version, { ...will(), clientId: 'two' });
    await two.send({ cmd: 'disconnect', reasonCode: 4 });
    expect(one.payloads).toEqual(['w']);
  },
  willLevels: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version, 2);
    for (const qos of [0, 1, 2]) {
      await (await client(lab, version, { ...will({ qos }), clientId: `w${qos}` })).cut();
    }
    expect(one.got.map(({ qos }) => qos)).toEqual([0, 1, 2]);
  },
  willNotRetained: async (lab: Lab, version: Version) => {
    await (await client(lab, version, { ...will(), clientId: 'two' })).cut();
    expect((await watcher(lab, version)).payloads).toEqual([]);
  },
  willRetained: async (lab: Lab, version: Version) => {
    await (await client(lab, version, { ...will({ retain: true }), clientId: 'two' })).cut();
    expect((await watcher(lab, version)).payloads).toEqual(['w']);
  },
  willDelay: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const delayed = {
      ...will({ properties: { willDelayInterval: 5 } }),
      clientId: 'two',
      properties: { sessionExpiryInterval: 60 },
    };
    await (await client(lab, version, delayed)).cut();
    await lab.pass(4_900);
    expect(one.payloads).toEqual([]);
    await lab.pass(200);
    expect(one.payloads).toEqual(['w']);
  },
  willEndsWithSession: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const delayed = {
      ...will({ properties: { willDelayInterval: 50 } }),
      clientId: 'two',
      properties: { sessionExpiryInterval: 2 },
    };
    await (await client(lab, version, delayed)).cut();
    await lab.pass(2_100);
    expect(one.payloads).toEqual(['w']);
  },
  backBeforeTheWill: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const delayed = {
      ...will({ properties: { willDelayInterval: 5 } }),
      clientId: 'two',
      properties: { sessionExpiryInterval: 60 },
    };
    await (await client(lab, version, delayed)).cut();
    await lab.pass(1_000);
    await client(lab, version, { clientId: 'two', clean: false });
    await lab.pass(60_000);
    expect(one.payloads).toEqual([]);
  },
  orderOfWillProperties: async (lab: Lab, version: Version) => {
    const one = await watcher(lab, version);
    const properties = { userProperties: { z: '1', a: ['2', '3'] } };
    await (await client(lab, version, { ...will({ properties }), clientId: 'two' })).cut();
    expect(Object.entries(one.take('publish')!.properties!.userProperties as object)).toEqual([
      ['z', '1'],
      ['a', ['2', '3']],
    ]);
  },
  responseInformation: async (lab: Lab, version: Version) => {
    const one = new Client(lab, version);
    const answer = await one.connect({ properties: { requestResponseInformation: false } });
    expect(answer?.properties?.responseInformation).toBeUndefined();
  },
  noReasonStrings: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { properties: { requestProblemInformation: false } });
    await one.publish('a', 'x', { qos: 1, messageId: 1 });
    await one.subscribe('$share/x/');
    await one.send({ cmd: 'unsubscribe', messageId: 4, unsubscriptions: ['none'] });
    for (const { properties } of one.got) {
      expect(properties?.reasonString).toBeUndefined();
      expect(properties?.userProperties).toBeUndefined();
    }
  },
  noExpiryInOurGoodbye: async (lab: Lab, version: Version) => {
    const one = await client(lab, version, { properties: { sessionExpiryInterval: 50 } });
    await client(lab, version);
    const bye = one.take('disconnect');
    expect(bye?.reasonCode).toBe(0x8e);
    expect(bye?.properties?.sessionExpiryInterval).toBeUndefined();
  },
  keptTooLate: async (lab: Lab, version: Version) => {
    const one = await client(lab, version);
    await one.send({
      cmd: 'disconnect',
      reasonCode: 0,
      properties: { sessionExpiryInterval: 10 },
    });
    one.expectClosed(0x82);
  },
};
