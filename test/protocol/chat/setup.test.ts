/** How often the ends wait for each other until a connection carries messages, beside the model. */
import { afterEach, expect, it, vi } from 'vitest';
import { read } from '../../../sim/index.ts';
import { chatsOf } from '../../../sim/model/chat/carriage.ts';
import { chatProtocols } from '../../../sim/model/chat/protocols/index.ts';
import type { ChatProtocol } from '../../../sim/model/chat/protocols/protocol.ts';
import type { Clients } from '../../../sim/model/node/clients.ts';
import type { Choice } from '../../../sim/part/choice.ts';
import { Session } from '../../../sim/protocol/chat/session.ts';
import { speakChats } from '../../../sim/protocol/chat/speak-chats.ts';
import { hasTls } from '../../../sim/protocol/speak.ts';
import { Security } from '../../../sim/protocol/tls/security.ts';
import { Kernel } from '../../../sim/protocol/virtual/kernel.ts';
import { CourseBook } from '../../../sim/protocol/wire/courses.ts';
import { VirtualNetwork } from '../../../sim/protocol/wire/network.ts';
import { WireHash } from '../../../sim/protocol/wire/wire-hash.ts';
import { build } from '../../../sim/scenario/build.ts';

const text = (protocol: string) => `
version: 1
title: two people far from their gateway
run: { seed: 1, duration: 10s }
places: [frankfurt, virginia]
nodes:
  people: { kind: clients, at: frankfurt, count: 2 }
  gateway: { kind: gateway, at: virginia }
traffic:
  talk: { kind: chat, from: people, to: gateway, arrivals: { poisson: 1rps }, protocol: ${protocol} }
`;

/** Access networks draw their delays. */
const TRIPS = 200;

afterEach(() => vi.restoreAllMocks());

it.each([
  // A gateway has a session when the last request is there: half a round trip before the device knows.
  ['{ websocket: { tls: false } }', -0.5],
  ['{ websocket: { tls: true } }', -0.5],
  ['{ sse: { tls: false } }', -0.5],
  ['{ sse: { tls: true } }', -0.5],
  ['{ xmpp: { tls: false, sasl: plain } }', -0.5],
  ['{ xmpp: { tls: true, sasl: plain, stream-management: false } }', -0.5],
  // The first poll follows the opening.
  ['{ long-polling: { tls: true } }', 0.5],
])('%s takes the round trips of the model to open', async (protocol, off) => {
  const { scenario } = read(text(protocol), { file: 'a.yaml' });
  const { world } = build(scenario!, 0);
  const kernel = new Kernel(world.simulator);
  const network = new VirtualNetwork(kernel, world, {
    answered: () => {},
    hash: new WireHash(),
  });
  const atMs: number[] = [];
  const attach = Session.prototype.attach;
  vi.spyOn(Session.prototype, 'attach').mockImplementation(function (this: Session, ...given) {
    atMs.push(kernel.nowMs);
    attach.apply(this, given);
  });
  const clients = world.nodes[0] as Clients;
  const lane = clients.lane('measured');
  const trips = Array.from({ length: TRIPS }, () => {
    const { there, back } = new CourseBook(world).between({ node: 0, device: 0 }, 1, lane);
    return there.passMs(60, 1) + back.passMs(60, 1);
  });
  const roundTripMs = trips.reduce((sum, each) => sum + each, 0) / TRIPS;
  const security = hasTls(scenario!) ? new Security() : undefined;
  speakChats(scenario!, { kernel, world, network, security });
  await kernel.run(2000);
  const choice = scenario!.traffic[0]!.kind.params.protocol as Choice<ChatProtocol>;
  const { roundTrips } = choice.make().opening;
  expect(chatProtocols.names).toContain(choice.name);
  expect(chatsOf(world).length).toBe(1);
  // Two people; what is said later makes more polls.
  expect(atMs.length).toBeGreaterThanOrEqual(2);
  for (const each of atMs.slice(0, 2)) {
    // Bytes of handshakes take time on the line, and delays are drawn.
    expect(Math.abs(each / roundTripMs - (roundTrips + off))).toBeLessThan(0.4);
  }
});
