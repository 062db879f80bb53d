/** Who comes to a door of TLS and does not speak it, or not to the end. */
import { createServer } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { read } from '../../sim/index.ts';
import type { Clients } from '../../sim/model/node/clients.ts';
import { dialSealed, listenSealed } from '../../sim/protocol/tls/sealed.ts';
import { Security, securePort } from '../../sim/protocol/tls/security.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { VirtualNetwork } from '../../sim/protocol/wire/network.ts';
import { WireHash } from '../../sim/protocol/wire/wire-hash.ts';
import { build } from '../../sim/scenario/build.ts';

const TEXT = `
version: 1
title: a door
run: { seed: 1, duration: 10s }
places: [paris]
nodes: { people: { kind: clients, count: 2, access: none }, gateway: { kind: gateway } }
traffic: { talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 1rps } } }
`;
const PORT = 80;
const security = new Security();

function door() {
  const { world } = build(read(TEXT, { file: 'a.yaml' }).scenario!, 0);
  const kernel = new Kernel(world.simulator);
  const network = new VirtualNetwork(kernel, world, { answered: () => {}, hash: new WireHash() });
  const server = createServer((_request, response) => response.end('well'));
  let accepted = 0;
  listenSealed({ network, security }, 1, PORT, (plug) => {
    accepted += 1;
    server.emit('connection', plug);
  });
  const from = { node: 0, device: 0 };
  const lane = (world.nodes[0] as Clients).lane('measured');
  const raw = () => network.dial({ from, lane, to: 1, port: securePort(PORT) });
  const call = { from, lane, to: 1, port: PORT, tls: 'tls-1.3' } as const;
  const secure = () => dialSealed({ network, security }, call).plug;
  return { kernel, raw, secure, accepted: () => accepted };
}

/** What a server says to a request over TLS. */
async function answer({ kernel, secure }: ReturnType<typeof door>): Promise<string> {
  const plug = secure();
  let heard = '';
  plug.on('data', (bytes: Buffer) => {
    heard += bytes.toString();
  });
  plug.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await kernel.run(kernel.nowMs + 1000);
  return heard;
}

describe('a door of TLS', () => {
  it('ends connections of those who say anything else, and serves others', async () => {
    const place = door();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 6, maxLength: 200 }), async (bytes) => {
        const { kernel, raw, accepted } = place;
        // A record of a handshake (RFC 8446 §5.1) may be the beginning of one: it is waited for.
        fc.pre(bytes[0] !== 22);
        const socket = raw();
        socket.on('error', () => {});
        socket.resume();
        socket.write(Buffer.from(bytes));
        await kernel.run(kernel.nowMs + 1000);
        expect(socket.destroyed).toBe(true);
        expect(accepted()).toBe(0);
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(await answer(place)).toContain('well');
    expect(place.accepted()).toBe(1);
  });

  it('waits two minutes for a handshake, as node:tls does', async () => {
    const { kernel, raw } = door();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const socket = raw();
      socket.on('error', () => {});
      socket.resume();
      await kernel.run(1000);
      vi.advanceTimersByTime(119_000);
      await kernel.run(2000);
      expect(socket.destroyed).toBe(false);
      vi.advanceTimersByTime(1000);
      await kernel.run(3000);
      expect(socket.destroyed).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('knows between whom a connection is', async () => {
    const { kernel, secure } = door();
    const plug = secure();
    expect([plug.remoteAddress, plug.remotePort]).toEqual(['10.255.0.1', 443]);
    expect(plug.localAddress).toMatch(/^10\./);
    let isConnected = false;
    plug.on('connect', () => {
      isConnected = true;
    });
    await kernel.run(1000);
    expect(isConnected).toBe(true);
  });

  it('outlives callers that vanish in the middle of a handshake', async () => {
    const place = door();
    const { kernel, secure } = place;
    for (const afterMs of [0.1, 1, 2, 3]) {
      const plug = secure();
      plug.on('error', () => {});
      kernel.after(afterMs, () => plug.destroy());
    }
    await kernel.run(500);
    expect(await answer(place)).toContain('well');
  });
});
