import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneThing, type Sent } from './one-thing.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Loses the first packet of a kind. */
const first = (name: Sent['name'], index = 0) => ({
  loses: (packet: Sent, count: number) =>
    packet.name === name && packet.index === index && count === 0,
});

const said = (settings: Parameters<typeof oneThing>[0], isUp = true) => {
  const thing = oneThing(settings);
  if (isUp) thing.hops.sendUp(7, 0, 100);
  else thing.hops.sendDown(7, 0, 100, NEVER);
  thing.rest();
  return thing;
};

describe.each([
  ['up', true],
  ['down', false],
] as const)('a message that goes %s', (_, isUp) => {
  // MQTT 3.1.1 §4.3: PUBLISH; and PUBACK; or PUBREC, PUBREL, PUBCOMP.
  it.each([
    [0, 1],
    [1, 2],
    [2, 4],
  ])('takes with QoS %i %i packets', (qos, packets) => {
    const thing = said({ protocol: 'mqtt', params: { qos } }, isUp);
    expect(thing.packets()).toBe(packets);
    expect(thing.told).toEqual(['shown 7', 'over 7']);
  });

  it('is lost with QoS 0 when its packet is', () => {
    const thing = said({ protocol: 'mqtt', params: { qos: 0 }, ...first('message') }, isUp);
    expect(thing.told.filter((one) => one !== 'gone')).toEqual(['lost 7']);
    expect(thing.messages()).toBe(1);
  });

  it('comes again with QoS 1 when its PUBACK is lost', () => {
    const thing = said({ protocol: 'mqtt', params: { qos: 1 }, ...first('follower') }, isUp);
    const told = thing.told.filter((one) => one !== 'gone');
    expect(told).toEqual(['shown 7', 'sent again', 'again 7', 'over 7']);
    expect(thing.messages()).toBe(2);
  });

  it('comes late with QoS 1 when it is lost itself', () => {
    const thing = said({ protocol: 'mqtt', params: { qos: 1 }, ...first('message') }, isUp);
    const told = thing.told.filter((one) => one !== 'gone');
    expect(told).toEqual(['sent again', 'shown 7', 'over 7']);
  });

  // Whichever of the four is lost, the receiver knows the packet identifier again; behind PUBREC nothing but PUBREL is sent.
  it.each([
    ['PUBLISH', 'message', 0, 2],
    ['PUBREC', 'follower', 0, 2],
    ['PUBREL', 'follower', 1, 1],
    ['PUBCOMP', 'follower', 2, 1],
  ] as const)('is shown once with QoS 2 when its %s is lost', (_name, name, index, messages) => {
    const thing = said({ protocol: 'mqtt', params: { qos: 2 }, ...first(name, index) }, isUp);
    expect(thing.told.filter((one) => one.startsWith('shown'))).toEqual(['shown 7']);
    expect(thing.told.filter((one) => one.startsWith('again'))).toEqual([]);
    expect(thing.told.at(-1)).toBe('over 7');
    expect(thing.messages()).toBe(messages);
  });

  it('is not sent again over XMPP when only its confirmation is lost', () => {
    // XEP-0198 §5: who resumes says how much it has handled.
    const thing = said({ protocol: 'xmpp', ...first('follower', 1) }, isUp);
    expect(thing.told.filter((one) => one !== 'gone')).toEqual(['shown 7', 'over 7']);
    expect(thing.messages()).toBe(1);
  });

  it('is sent again over XMPP when it is lost', () => {
    const thing = said({ protocol: 'xmpp', ...first('message') }, isUp);
    expect(thing.told.filter((one) => one !== 'gone')).toEqual(['sent again', 'shown 7', 'over 7']);
  });
});

describe('a server that forgets its sessions', () => {
  const crash = (isPersistent: boolean, qos: number) => {
    const thing = oneThing({ protocol: 'mqtt', params: { qos }, isPersistent });
    thing.hops.sendUp(7, 0, 100);
    // The PUBLISH comes at 10 ms; what confirms it is on its way back.
    thing.at(15, () => {
      thing.server.epoch += 1;
      thing.hops.connections.breakAtDevice(0, 0);
    });
    thing.rest();
    return thing.told.filter((one) => one !== 'gone');
  };

  it('takes what was sent again with QoS 2 for new, and does not with a disk', () => {
    // At 15 ms the identifier is known to the server alone; the message was not handed on yet.
    expect(crash(true, 2)).toEqual(['sent again', 'shown 7', 'over 7']);
    expect(crash(false, 2)).toEqual(['sent again', 'shown 7', 'over 7']);
    expect(crash(false, 1)).toEqual(['shown 7', 'sent again', 'again 7', 'over 7']);
  });

  it('loses what it kept for a device that is away', () => {
    const kept = (isPersistent: boolean) => {
      const thing = oneThing({ protocol: 'mqtt', isPersistent });
      thing.hops.connections.switchOff(0);
      thing.hops.connections.breakAtServer(0, 0);
      thing.hops.sendDown(7, 0, 100, NEVER);
      thing.at(1000, () => {
        thing.server.epoch += 1;
      });
      thing.at(2000, () => thing.hops.connections.switchOn(0));
      thing.rest();
      return thing.told.filter((one) => one !== 'gone');
    };
    expect(kept(true)).toEqual(['shown 7', 'over 7']);
    expect(kept(false)).toEqual(['lost 7']);
  });
});

describe('what is kept for a device that is away', () => {
  const away = (qos: number, queue = 1000) => {
    const thing = oneThing({ protocol: 'mqtt', params: { qos }, queue });
    thing.hops.connections.switchOff(0);
    thing.hops.connections.breakAtServer(0, 0);
    return thing;
  };

  it('comes in order when it is back', () => {
    const thing = away(1);
    for (const ticket of [1, 2, 3]) thing.hops.sendDown(ticket, 0, 50, NEVER);
    thing.at(5000, () => thing.hops.connections.switchOn(0));
    thing.rest();
    const shown = thing.told.filter((one) => one.startsWith('shown'));
    expect(shown).toEqual(['shown 1', 'shown 2', 'shown 3']);
  });

  it('is nothing with QoS 0', () => {
    const thing = away(0);
    thing.hops.sendDown(1, 0, 50, NEVER);
    expect(thing.told).toEqual(['gone', 'lost 1']);
  });

  it('is nothing in a session that ends with its connection', () => {
    const thing = oneThing({ protocol: 'mqtt', isClean: true });
    thing.hops.connections.switchOff(0);
    thing.hops.connections.breakAtServer(0, 0);
    thing.hops.sendDown(1, 0, 50, NEVER);
    expect(thing.told).toEqual(['gone', 'lost 1']);
  });

  it('is what the queue has room for', () => {
    const thing = away(1, 2);
    for (const ticket of [1, 2, 3]) thing.hops.sendDown(ticket, 0, 50, NEVER);
    expect(thing.told).toEqual(['gone', 'no room 3']);
  });

  it('is dropped when it is too old', () => {
    const thing = away(1);
    thing.hops.sendDown(1, 0, 50, 4000);
    thing.hops.sendDown(2, 0, 50, 6000);
    thing.at(5000, () => thing.hops.connections.switchOn(0));
    thing.rest();
    expect(thing.told.filter((one) => !one.startsWith('over'))).toEqual([
      'gone',
      'expired 1',
      'shown 2',
    ]);
  });
});

describe('a connection', () => {
  it('is opened in six packets, and again where nobody knows the device', () => {
    const thing = oneThing({ protocol: 'mqtt', isWarm: false });
    thing.hops.sendUp(1, 0, 10);
    thing.rest(1000);
    expect(thing.log.map(({ name }) => name)).toEqual([
      ...Array(6).fill('open'),
      'message',
      'follower',
    ]);
    // TCP, TLS 1.3, CONNECT: three round trips, and then the way of the message.
    expect(thing.simulator.nowMs).toBe(1000);
  });

  it('is kept alive by a heartbeat when nothing else is sent', () => {
    const thing = oneThing({ protocol: 'mqtt', keepAliveMs: 60_000 });
    thing.rest(600_000);
    const up = thing.log.filter(({ name, isUp }) => name === 'ping' && isUp).length;
    expect(up).toBe(10);
    expect(thing.log).toHaveLength(20);
    expect(thing.log[0]!.bytes).toBe(2 + 22 + 40);
    expect(thing.told).toEqual([]);
  });

  it('ends for its server after one and a half times the keep-alive', () => {
    const thing = oneThing({ protocol: 'mqtt', keepAliveMs: 60_000, isWarm: false });
    thing.hops.sendUp(1, 0, 10);
    thing.rest(1000);
    thing.hops.connections.switchOff(0);
    // Heard last at 70 ms: the message behind three round trips. MQTT 3.1.1 §3.1.2.10.
    thing.rest(89_069);
    expect(thing.told).not.toContain('gone');
    thing.rest(2);
    expect(thing.told).toContain('gone');
  });

  it('that the server does not know any more is reset, and what was said is said again', () => {
    const thing = oneThing({ protocol: 'mqtt', keepAliveMs: NEVER });
    thing.server.epoch += 1;
    thing.hops.sendUp(7, 0, 100);
    thing.rest(60_000);
    expect(thing.log.map(({ name }) => name)).toEqual([
      'message',
      'reset',
      ...Array(6).fill('open'),
      'message',
      'follower',
    ]);
    expect(thing.told).toEqual(['sent again', 'shown 7', 'over 7']);
  });
});

describe('a network that breaks at random', () => {
  const protocols = [
    ['mqtt', { qos: 0 }],
    ['mqtt', { qos: 1 }],
    ['mqtt', { qos: 2 }],
    ['xmpp', {}],
    ['xmpp', { 'ack-every': 3 }],
    ['websocket', {}],
    ['websocket', { acks: false }],
    ['sse', {}],
  ] as const;

  it.each(protocols)('does not break what %s %j promises', (protocol, params) => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 40 }),
        fc.array(fc.nat(3000), { minLength: 1, maxLength: 8 }),
        (losses, times) => {
          let turn = 0;
          const thing = oneThing({
            protocol,
            params,
            loses: (packet) => {
              if (packet.name === 'ping' || packet.name === 'open') return false;
              turn += 1;
              return losses[turn - 1] === true;
            },
          });
          times.forEach((atMs, ticket) => {
            const isUp = ticket % 2 === 0;
            thing.at(atMs, () => {
              if (isUp) thing.hops.sendUp(ticket, 0, 100);
              else thing.hops.sendDown(ticket, 0, 100, NEVER);
            });
          });
          thing.rest();
          times.forEach((_, ticket) => {
            const count = (what: string) => thing.told.filter((one) => one === `${what} ${ticket}`);
            const [shown, again, lost] = ['shown', 'again', 'lost'].map(
              (what) => count(what).length,
            );
            const over = count('over').length;
            // Each is shown once or lost, and forgotten once, whatever happens.
            expect(shown! + lost!).toBe(1);
            // What several share may be asked for later: the last ones wait.
            if (!('ack-every' in params)) expect(over + lost!).toBe(1);
            const keeps = thing.hops && protocolKeeps(protocol, params);
            if (keeps !== 'nothing') expect(lost).toBe(0);
            if (keeps !== 'repeats') expect(again).toBe(0);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What may happen to a message: it is lost, it is shown again, or neither. */
function protocolKeeps(protocol: string, params: object): 'nothing' | 'repeats' | 'all' {
  const { qos, acks } = params as { qos?: number; acks?: boolean };
  if (qos === 0 || acks === false) return 'nothing';
  return protocol === 'xmpp' || qos === 2 ? 'all' : 'repeats';
}
