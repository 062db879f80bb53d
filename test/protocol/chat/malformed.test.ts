/** What no client of ours would send: gateways refuse it, go on, and serve others as before. */
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { read } from '../../../sim/index.ts';
import type { CarriedChat } from '../../../sim/model/chat/carriage.ts';
import { chatsOf } from '../../../sim/model/chat/carriage.ts';
import { ChatMeters } from '../../../sim/protocol/chat/chat-meters.ts';
import { Custody } from '../../../sim/protocol/chat/custody.ts';
import { readEnvelope } from '../../../sim/protocol/chat/envelope.ts';
import { Hub } from '../../../sim/protocol/chat/hub.ts';
import { Link } from '../../../sim/protocol/chat/link.ts';
import { serveWebSocket } from '../../../sim/protocol/chat/websocket/server.ts';
import { OURS } from '../../../sim/protocol/chat/xmpp/names.ts';
import { XmppStream } from '../../../sim/protocol/chat/xmpp/server.ts';
import { Kernel } from '../../../sim/protocol/virtual/kernel.ts';
import type { VirtualSocket } from '../../../sim/protocol/wire/socket.ts';
import { build } from '../../../sim/scenario/build.ts';
import { chatText } from './spoken-chat.ts';

const GATEWAY = 2;
/** A person of that gateway, and one of another. */
const [MINE, ANOTHERS] = [0, 1];

/** A gateway whose clock stands still, with one connection of its first person. */
function gateway() {
  const { scenario } = read(chatText({ protocol: '{ websocket: { tls: false } }' }), { file: 'a' });
  const { world } = build(scenario!, 0);
  const chat: CarriedChat = chatsOf(world)[0]!;
  const kernel = new Kernel(world.simulator);
  const link = new Link(kernel, { up: () => {}, down: () => {} });
  const hub = new Hub(GATEWAY, {
    speaking: { kernel, world, network: undefined as never },
    chat,
    custody: new Custody(chat),
    meters: new ChatMeters(chat, false, false),
    keeping: { isKept: true, most: Number.POSITIVE_INFINITY },
    links: new Map([[7, link]]),
    forward: () => {},
  });
  return { hub, link, chat };
}

/** Two ends of a connection without a network. */
function pair(): { near: Duplex; far: VirtualSocket; heard: Buffer[] } {
  const heard: Buffer[] = [];
  const near = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      if (!far.destroyed) far.push(chunk);
      done();
    },
    final: (done) => {
      if (!far.destroyed) far.push(null);
      done();
    },
  });
  const far = new Duplex({
    allowHalfOpen: true,
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      heard.push(chunk);
      if (!near.destroyed) near.push(chunk);
      done();
    },
    final: (done) => {
      if (!near.destroyed) near.push(null);
      done();
    },
  });
  for (const end of [near, far]) {
    Object.assign(end, {
      setTimeout: () => end,
      setNoDelay: () => end,
      setKeepAlive: () => end,
      ref: () => end,
      unref: () => end,
    });
    end.on('error', () => {});
  }
  return { near, far: far as unknown as VirtualSocket, heard };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const SAID = (from: number) => `{"id":1,"from":${from},"to":3,"text":"hello"}`;

/** Anything, and what is nearly right. */
const payloads = fc.oneof(
  fc.string(),
  fc.json(),
  fc.record({ id: fc.anything(), from: fc.anything(), to: fc.anything() }).map((value) => {
    try {
      return JSON.stringify(value) ?? '';
    } catch {
      return '';
    }
  }),
);

const PLAN = { isManaged: true, isEncrypted: false, every: 1, links: new Map(), addresses: OURS };
const OPEN = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='a' version='1.0'>`;
const authOf = (name: string) =>
  `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${Buffer.from(`\0${name}\0x`).toString('base64')}</auth>`;
const BIND = `<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`;
const ENABLE = `<enable xmlns='urn:xmpp:sm:3' resume='true'/>`;

/** The first person's stream of XMPP, which has begun. */
async function stream({ hub, link }: ReturnType<typeof gateway>) {
  const { near, far, heard } = pair();
  const server = new XmppStream(hub, PLAN, far, link);
  near.write(OPEN + authOf('u0000'));
  await turn();
  near.write(OPEN);
  await turn();
  const answer = () => Buffer.concat(heard.splice(0)).toString();
  answer();
  const say = async (...parts: readonly (string | Buffer)[]) => {
    for (const part of parts) {
      near.write(part);
      await turn();
    }
    return answer();
  };
  return { server, far, say, answer };
}

describe('a gateway that is sent what nobody should send', () => {
  it('takes no envelope that is none, whatever is in it', () => {
    const { hub } = gateway();
    fc.assert(
      fc.property(payloads, (text) => {
        const payload = Buffer.from(text);
        const taken = hub.received(MINE, payload);
        const envelope = readEnvelope(payload);
        // Nothing of this is from this person, to somebody who is there.
        const isSaid = envelope !== undefined && 'said' in envelope && envelope.said.from === MINE;
        if (!isSaid) expect(taken === undefined || 'ack' in taken).toBe(true);
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(hub.received(MINE, Buffer.from(SAID(ANOTHERS)))).toBeUndefined();
    expect(hub.received(MINE, Buffer.from(SAID(MINE)))).toMatchObject({ id: 1 });
  });

  it('closes a WebSocket whose frames are broken, and goes on', async () => {
    const { hub } = gateway();
    const serve = serveWebSocket(hub, { ackBytes: 32, isDeflated: false });
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), async (bytes) => {
        const { near, far } = pair();
        serve(far);
        const url = 'ws://gateway/chat?user=0&link=7';
        const socket = new WebSocket(url, { createConnection: () => near as never });
        socket.on('error', () => {});
        for (let each = 0; each < 20 && socket.readyState !== WebSocket.OPEN; each += 1)
          await turn();
        expect(socket.readyState).toBe(WebSocket.OPEN);
        // RFC 6455 §5.1: what a client sends unmasked ends the connection.
        near.write(Buffer.from([0x81, bytes.length & 0x7f, ...bytes]));
        for (let each = 0; each < 20 && !far.writableEnded; each += 1) await turn();
        expect(far.writableEnded || far.destroyed).toBe(true);
        near.destroy();
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('refuses a WebSocket message of more than a megabyte with 1009', async () => {
    const { hub } = gateway();
    const serve = serveWebSocket(hub, { ackBytes: 32, isDeflated: false });
    const { near, far } = pair();
    serve(far);
    const socket = new WebSocket('ws://gateway/chat?user=0&link=7', {
      createConnection: () => near as never,
    });
    socket.on('error', () => {});
    const code = await new Promise((resolve) => {
      socket.on('open', () => socket.send('x'.repeat((1 << 20) + 1)));
      socket.on('close', resolve);
    });
    // RFC 6455 §7.4.1
    expect(code).toBe(1009);
  });

  it('answers 403 to who is not connected here, and 400 or nothing to what is no request', async () => {
    const { hub } = gateway();
    const serve = serveWebSocket(hub, { ackBytes: 32, isDeflated: false });
    const ask = async (text: string) => {
      const { near, far, heard } = pair();
      serve(far);
      near.write(text);
      for (let each = 0; each < 10; each += 1) await turn();
      near.destroy();
      return Buffer.concat(heard).toString();
    };
    const upgrade = (user: string) =>
      `GET /chat?user=${user}&link=7 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    expect(await ask(upgrade('0'))).toContain('101 Switching');
    for (const user of [String(ANOTHERS), '-1', '999999', 'x', '1e99', '']) {
      expect(await ask(upgrade(user))).toContain('403 Forbidden');
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (text) => {
        expect(await ask(`${text}\r\n\r\n`)).not.toContain('101 Switching');
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('ends a stream of XMPP with an error for what is no XMPP, and takes nothing of it', async () => {
    const { hub, link } = gateway();
    const talk = async (text: string) => {
      const { near, far, heard } = pair();
      new XmppStream(hub, PLAN, far, link);
      near.write(text);
      await turn();
      near.destroy();
      return Buffer.concat(heard).toString();
    };
    expect(await talk(OPEN + authOf('u0000'))).toContain('<success');
    for (const name of ['u0001', 'u9999', 'r0000', '', 'u-001']) {
      expect(await talk(OPEN + authOf(name))).toContain('not-authorized');
    }
    expect(await talk(`${OPEN}<a></b>`)).toContain('not-well-formed');
    expect(await talk('<other>')).toContain('bad-format');
    // RFC 6120 §4.9.3.14
    expect(await talk(`${OPEN}<message>${'x'.repeat(1 << 20)}`)).toContain('policy-violation');
    expect(await talk(`${OPEN}<message to='u0000@example.net' id='m0000001'/>`)).toContain(
      'not-authorized',
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.boolean(), async (text, isOpen) => {
        const heard = await talk((isOpen ? OPEN + authOf('u0000') + OPEN : '') + text);
        expect(heard).not.toContain('<message');
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('ends a stream of XMPP whose client has handled more than it was sent (XEP-0198 §6)', async () => {
    const one = gateway();
    const first = await stream(one);
    const enabled = await first.say(BIND, ENABLE);
    const previd = /id="(sm\w+)"/.exec(enabled)![1];
    const hello = { id: 1, from: ANOTHERS, to: MINE };
    one.hub.session(MINE)!.push(hello, Buffer.from('hello'));
    // An error is a stanza as well, which clients count.
    const error = await first.say(`<message to='u9999@example.net' id='m0000001'/>`);
    expect(error).toContain('<item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>');
    expect(await first.say(`<a xmlns='urn:xmpp:sm:3' h='2'/>`)).toBe('');
    const tooHigh =
      '<stream:error><undefined-condition xmlns="urn:ietf:params:xml:ns:xmpp-streams"/><handled-count-too-high xmlns="urn:xmpp:sm:3" h="3" send-count="2"/></stream:error></stream:stream>';
    expect(await first.say(`<a xmlns='urn:xmpp:sm:3' h='3'/>`)).toBe(tooHigh);
    first.far.destroy();
    await turn();
    // What waits for a connection has not been sent.
    one.hub.session(MINE)!.push(hello, Buffer.from('hello'));
    const resume = (h: number) => `<resume xmlns='urn:xmpp:sm:3' previd='${previd}' h='${h}'/>`;
    expect(await (await stream(one)).say(resume(3))).toBe(tooHigh);
    const resumed = await (await stream(one)).say(resume(2));
    expect(resumed).toMatch(/^<resumed .*<body>hello<\/body>/);
  });
});

describe('a stream of XMPP', () => {
  it('has characters that come in two parts', async () => {
    const { hub, link, chat } = gateway();
    const said: string[] = [];
    hub.said = (_said, payload) => said.push(payload.toString()) > 0;
    const { server, say, answer } = await stream({ hub, link, chat });
    const text = `<message to='u0003@example.net' id='m0000001'><body>né</body></message>`;
    const bytes = Buffer.from(text);
    const middle = bytes.indexOf('é') + 1;
    await say(BIND, ENABLE, bytes.subarray(0, middle), bytes.subarray(middle));
    expect(said).toEqual(['né']);
    server.give(Buffer.from('né'), 1, { id: 1, from: ANOTHERS, to: MINE });
    expect(answer()).toContain('<body>né</body>');
  });
});
