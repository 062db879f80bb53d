/** Has the chats of a world spoken. */
import { chatsOf } from '../../model/chat/carriage.ts';
import type { Choice } from '../../part/choice.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Speaking } from '../http/speaking.ts';
import { spokenLongPolling } from './http/long-polling.ts';
import { spokenSse } from './http/sse.ts';
import { SpokenCarriage } from './spoken-carriage.ts';
import type { SpokenProtocol } from './spoken-protocol.ts';
import { spokenWebSocket } from './websocket/index.ts';
import { spokenXmpp } from './xmpp/index.ts';

type Params = Readonly<Record<string, unknown>>;

/** By the name of the model's protocol. */
export const CHAT_PROTOCOLS: Readonly<Record<string, (params: Params) => SpokenProtocol>> = {
  websocket: spokenWebSocket,
  sse: spokenSse,
  'long-polling': spokenLongPolling,
  xmpp: spokenXmpp,
};

/** The chats of a world, spoken. */
export interface SpokenChats {
  /** A node is down; its connections are broken. */
  crash(node: number): void;
  /** The run is over, in a process that goes on. */
  close(): void;
}

/** @returns what devices speak where gateways are another program; undefined: ours do. */
type Stranger = (gateways: string, params: Params) => SpokenProtocol | undefined;

export function speakChats(
  scenario: Scenario,
  speaking: Speaking,
  strangerAt: Stranger = () => undefined,
): SpokenChats {
  const carriages = chatsOf(speaking.world).map((chat, index) => {
    const { kind, to } = scenario.traffic.find(({ name }) => name === chat.traffic)!;
    const { name, params } = kind.params.protocol as Choice<unknown>;
    const protocol = strangerAt(to, params) ?? CHAT_PROTOCOLS[name]!(params);
    const isEncrypted = params.tls as boolean;
    // Ports of XMPP with TLS and without are neighbours.
    const offset = 2 * index;
    const carriage = new SpokenCarriage(speaking, chat, { protocol, isEncrypted, offset });
    chat.carryBy(carriage);
    return carriage;
  });
  return {
    crash: (node) => {
      for (const carriage of carriages) carriage.crash(node);
    },
    close: () => {
      for (const carriage of carriages) carriage.close();
    },
  };
}
