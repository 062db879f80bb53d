/** One thing and its server, over a line that loses what a test wants lost. */
import { Simulator } from '../../../../sim/engine/simulator.ts';
import { Streams } from '../../../../sim/engine/streams.ts';
import { Hops } from '../../../../sim/model/chat/broker/hops.ts';
import type { LineEnds } from '../../../../sim/model/chat/protocols/device-line.ts';
import { chatProtocols } from '../../../../sim/model/chat/protocols/index.ts';
import { choose } from '../../../../sim/part/choice.ts';

/** What a packet is: `open`, `message`, `follower`, `ping`, `reset`; of followers, which. */
const NAMES = ['open', 'message', 'follower', 'ping', 'reset'] as const;

export interface Sent {
  readonly name: (typeof NAMES)[number];
  readonly index: number;
  readonly isUp: boolean;
  readonly bytes: number;
}

export interface ThingSettings {
  readonly protocol: string;
  readonly params?: object;
  readonly keepAliveMs?: number;
  readonly isWarm?: boolean;
  readonly isPersistent?: boolean;
  readonly isClean?: boolean;
  readonly queue?: number;
  /** @param count how many of the same name and index there were before it. */
  loses?(packet: Sent, count: number): boolean;
}

export const DELAY_MS = 10;
const REST_MS = 10 * 60_000;

export function oneThing(settings: ThingSettings) {
  const {
    protocol,
    params = {},
    keepAliveMs = 60_000,
    isWarm = true,
    isPersistent = true,
  } = settings;
  const part = chatProtocols.find(protocol)!;
  const simulator = new Simulator();
  const log: Sent[] = [];
  const told: string[] = [];
  const server = { epoch: 0, isUp: true };
  let ends: LineEnds;
  const arrive = simulator.handler((ticket, isUp) => {
    if (isUp === 1) ends.atServer(ticket, false);
    else ends.atDevice(ticket, false);
  });
  const lose = simulator.handler((ticket, isUp) => {
    const { connection } = hops.wire.packets;
    const number = connection[ticket]!;
    if (isUp === 1) ends.atServer(ticket, true);
    else ends.atDevice(ticket, true);
    // The network between them is gone: each end finds out.
    hops.connections.breakAtServer(0, number);
    hops.connections.breakAtDevice(0, number);
  });
  const carry = (ticket: number, isUp: boolean, bytes: number) => {
    const { what, index } = hops.wire.packets;
    const packet: Sent = { name: NAMES[what[ticket]!]!, index: index[ticket]!, isUp, bytes };
    const count = log.filter(
      (one) => one.name === packet.name && one.index === packet.index && one.isUp === isUp,
    ).length;
    log.push(packet);
    const isLost = settings.loses?.(packet, count) === true;
    simulator.after(DELAY_MS, isLost ? lose : arrive, ticket, isUp ? 1 : 0);
  };
  const hops: Hops = new Hops({
    simulator,
    devices: 1,
    random: new Streams('thing', 0).stream('backoff'),
    open: (given) => {
      ends = given;
      return {
        up: (ticket, _device, bytes) => carry(ticket, true, bytes),
        down: (ticket, _device, bytes) => carry(ticket, false, bytes),
      };
    },
    isLossy: false,
    serverOf: () => 0,
    serving: {
      epoch: () => server.epoch,
      isUp: () => server.isUp,
      acceptedAtMs: () => simulator.nowMs,
    },
    settings: {
      protocol: choose(part, part.params.parse(params)).make(undefined),
      keepAliveMs,
      backoff: { delayMs: () => 1000 },
      isPersistent,
      isClean: settings.isClean ?? false,
      isWarm,
    },
    queue: settings.queue ?? 1000,
    stays: true,
    patienceMs: Number.POSITIVE_INFINITY,
    sent: () => {},
    owner: {
      reached: (item) => hops.taken(item),
      handedOn: (ticket, _isUp, isAgain) => told.push(`${isAgain ? 'again' : 'shown'} ${ticket}`),
      confirmed: (ticket) => told.push(`over ${ticket}`),
      dropped: (ticket, _isUp, reason) =>
        told.push(`${['lost', 'expired', 'no room'][reason]} ${ticket}`),
      sentAgain: () => told.push('sent again'),
      gone: (_device, isReplaced) => {
        if (!isReplaced) told.push('gone');
      },
    },
  });
  return {
    hops,
    simulator,
    log,
    told,
    server,
    /** Lets all come to rest but for heartbeats. */
    rest: (ms = REST_MS) => simulator.run(simulator.nowMs + ms, Number.POSITIVE_INFINITY),
    at: (ms: number, does: () => void) => simulator.at(ms, simulator.handler(does)),
    messages: () => log.filter(({ name }) => name === 'message').length,
    packets: () => log.filter(({ name }) => name === 'message' || name === 'follower').length,
  };
}
