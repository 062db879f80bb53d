/** A message service in a small world, driven by hand, with a ledger that remembers all that it is told. */

import { z } from 'zod';
import { read } from '../../../../sim/index.ts';
import { drawRooms } from '../../../../sim/model/chat/rooms.ts';
import { Crowd } from '../../../../sim/model/chat/service/crowd.ts';
import { MessageService } from '../../../../sim/model/chat/service/message-service.ts';
import {
  receiptsOf,
  serviceParams,
  settingsOf,
} from '../../../../sim/model/chat/service/params.ts';
import type { Listener, Sessions } from '../../../../sim/model/chat/service/sessions.ts';
import { constant } from '../../../../sim/model/distribution/shapes.ts';
import type { Clients } from '../../../../sim/model/node/clients.ts';
import type { World } from '../../../../sim/model/node/world.ts';
import { build } from '../../../../sim/scenario/build.ts';

/** What the ledger was told of one message. */
export interface Told {
  readonly conversation: number;
  readonly device: number;
  readonly sentAtMs: number;
  readonly expiresAtMs: number;
  ackedAtMs: number;
  refusedAtMs: number;
  /** By device. */
  readonly shownAtMs: Map<number, number[]>;
  /** By device: how many had been shown anywhere before. */
  readonly rank: Map<number, number>;
  readonly expiredAt: Map<number, number>;
  readonly bouncedAt: Map<number, number>;
  readonly receipts: [kind: number, atMs: number][];
}

/** Connections that a test makes and breaks. */
export class HandMade implements Sessions {
  readonly gateway: Int32Array;
  readonly state: Uint8Array;
  readonly #own: Int32Array;
  readonly #listeners: Listener[] = [];

  constructor(world: World, crowd: Crowd) {
    this.#own = crowd.person.map((person) => crowd.gateway[person]!);
    this.gateway = this.#own.slice();
    this.state = new Uint8Array(crowd.devices);
    world.exchange.watch({
      changed: (node, takes) => {
        for (let device = 0; device < this.#own.length; device += 1) {
          if (this.#own[device] !== node) continue;
          if (takes) this.connect(device);
          else this.disconnect(device);
        }
      },
      weighed: () => {},
    });
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  start(): void {}
  disconnectAll(): void {}
  cut(device: number): void {
    this.disconnect(device);
    this.connect(device);
  }

  connect(device: number): void {
    if (this.gateway[device] !== -1) return;
    this.gateway[device] = this.#own[device]!;
    for (const listener of this.#listeners) listener.connected?.(device);
  }

  disconnect(device: number): void {
    if (this.gateway[device] === -1) return;
    this.gateway[device] = -1;
    for (const listener of this.#listeners) {
      listener.gone?.(device);
      listener.lost?.(device);
    }
  }
}

interface Setting {
  readonly nodes: string;
  readonly rooms?: readonly [count: number, size: number];
  readonly devices?: number;
  readonly service?: Record<string, unknown>;
}

export function handDriven({ nodes, rooms = [0, 2], devices = 1, service = {} }: Setting) {
  const text = `${nodes}\ntraffic:\n  quiet: { kind: chat, from: people, to: gateway, arrivals: { steady: 0.000001rps } }\n`;
  const { scenario, problems } = read(text, { file: 'test.yaml' });
  if (scenario === undefined) throw new Error(JSON.stringify(problems));
  const { world } = build(scenario, 0);
  const clients = world.groups.get('people')!.map((id) => world.nodes[id] as Clients);
  const context = { world, name: 'talk', clients, to: 'gateway' };
  const crowd = new Crowd(context, 'gateway', constant(devices));
  const random = world.streams.stream('rooms');
  const [count, size] = rooms;
  const drawn = drawRooms(count, constant(size), crowd, random);
  const params = z.strictObject(serviceParams).parse({ mailbox: 'store', ...service });
  const messages: Told[] = [];
  let ranks = 0;
  const sessions = new HandMade(world, crowd);
  const ledger = {
    read() {},
    cursor() {},
    joined() {},
    left() {},
    sent(
      message: number,
      _: number,
      device: number,
      conversation: number,
      sentAtMs: number,
      __: number,
      expiresAtMs: number,
    ) {
      messages[message] = {
        conversation,
        device,
        sentAtMs,
        expiresAtMs,
        ackedAtMs: -1,
        refusedAtMs: -1,
        shownAtMs: new Map(),
        rank: new Map(),
        expiredAt: new Map(),
        bouncedAt: new Map(),
        receipts: [],
      };
    },
    acked(message: number, atMs: number) {
      messages[message]!.ackedAtMs = atMs;
    },
    rejected(message: number, atMs: number) {
      messages[message]!.refusedAtMs = atMs;
    },
    shown(message: number, device: number, atMs: number) {
      const { shownAtMs: shown, rank } = messages[message]!;
      rank.set(device, ranks);
      ranks += 1;
      shown.set(device, [...(shown.get(device) ?? []), atMs]);
    },
    receipt(message: number, kind: number, atMs: number) {
      messages[message]!.receipts.push([kind, atMs]);
    },
    bounced(message: number, device: number, atMs: number) {
      messages[message]!.bouncedAt.set(device, atMs);
    },
    expired(message: number, device: number, atMs: number) {
      messages[message]!.expiredAt.set(device, atMs);
    },
  };
  const chat = new MessageService({
    context,
    crowd,
    rooms: drawn,
    receipts: receiptsOf(params),
    settings: settingsOf(params, 'store'),
    ledger,
    sessions,
  });
  chat.start();
  const { simulator } = world;
  const todo: (() => void)[] = [];
  const handler = simulator.handler((index) => todo[index]!());
  const at = (ms: number, act: () => void) => simulator.at(ms, handler, todo.push(act) - 1);
  return { world, chat, crowd, rooms: drawn, messages, sessions, at };
}

/** The messages of each conversation as each device has shown them. */
export function ordersOf(messages: readonly Told[]): Map<string, number[]> {
  const orders = new Map<string, [rank: number, message: number][]>();
  for (const [message, { conversation, rank }] of messages.entries()) {
    for (const [device, at] of rank) {
      const key = `${conversation} on ${device}`;
      orders.set(key, [...(orders.get(key) ?? []), [at, message]]);
    }
  }
  const sorted = (shown: [number, number][]) =>
    shown.sort(([one], [other]) => one - other).map(([, message]) => message);
  return new Map([...orders].map(([key, shown]) => [key, sorted(shown)]));
}
