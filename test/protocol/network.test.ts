import { describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import type { Clients } from '../../sim/model/node/clients.ts';
import { Kernel } from '../../sim/protocol/virtual/kernel.ts';
import { VirtualNetwork } from '../../sim/protocol/wire/network.ts';
import { WireHash } from '../../sim/protocol/wire/wire-hash.ts';
import { build } from '../../sim/scenario/build.ts';

const TEXT = `
version: 1
title: a network
run: { seed: 1, duration: 10s }
places: [paris]
nodes: { people: { kind: clients, count: 2, access: none }, gateway: { kind: gateway } }
links: { people -> gateway: { latency: 40ms } }
traffic: { talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 1rps } } }
`;
const PORT = 80;

function placeOf() {
  const { world } = build(read(TEXT, { file: 'a.yaml' }).scenario!, 0);
  const kernel = new Kernel(world.simulator);
  const network = new VirtualNetwork(kernel, world, { answered: () => {}, hash: new WireHash() });
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what} at ${Math.round(kernel.nowMs)}`);
  network.listen(1, PORT, () => note('accepted'));
  const lane = (world.nodes[0] as Clients).lane('measured');
  const dial = () => {
    const socket = network.dial({ from: { node: 0, device: 0 }, lane, to: 1, port: PORT });
    socket.on('connect', () => note('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => note(error.code!));
    return socket;
  };
  return { kernel, network, dial, seen };
}

describe('setting up a connection', () => {
  it('takes a round trip for who dials, and half of one more for who listens', async () => {
    // RFC 9293 §3.5, figure 6
    const { kernel, dial, seen } = placeOf();
    dial();
    await kernel.run(1000);
    expect(seen).toEqual(['connected at 80', 'accepted at 120']);
  });

  it.each([
    ['who listens', 1],
    ['who dials', 0],
  ])('ends in a reset when %s has crashed before it was done', async (_, node) => {
    const { kernel, network, dial, seen } = placeOf();
    dial();
    kernel.after(60, () => network.crash(node));
    await kernel.run(1000);
    expect(seen).toEqual(['ECONNRESET at 80']);
  });

  it('is not accepted by a node that crashes before it knows of it', async () => {
    const { kernel, network, dial, seen } = placeOf();
    dial();
    kernel.after(100, () => network.crash(1));
    await kernel.run(1000);
    expect(seen[0]).toBe('connected at 80');
    expect(seen.some((one) => one.startsWith('accepted'))).toBe(false);
  });
});
