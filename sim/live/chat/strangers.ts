/** What devices speak with gateways that are other programs, by the names that scenarios have for these. */
import type { Link } from '../../protocol/chat/link.ts';
import type { SpokenProtocol } from '../../protocol/chat/spoken-protocol.ts';
import { spokenXmpp, xmppPlan } from '../../protocol/chat/xmpp/index.ts';
import type { VirtualSocket } from '../../protocol/wire/socket.ts';
import type { Taps } from '../splice.ts';
import { natsChat } from './nats-chat.ts';
import { PROSODY } from './prosody-names.ts';
import { Stranger } from './stranger.ts';

type Params = Readonly<Record<string, unknown>>;

/** Leads connections of devices to a node to the program that stands for it. */
export type Lead = (
  node: number,
  port: number,
  taps: (link: VirtualSocket) => Taps | undefined,
) => void;

/** A protocol without a server of ours, whose devices note their links by their own addresses. */
export function standing(
  protocol: Pick<SpokenProtocol, 'port' | 'isBare' | 'keeping' | 'join'>,
  links: ReadonlyMap<string, Link>,
  pattern: RegExp,
  lead: Lead,
): SpokenProtocol {
  return {
    ...protocol,
    serve: () => {
      throw new Error('another program serves');
    },
    stand: (given) => {
      const stranger = new Stranger(given, pattern);
      lead(given.node, given.port, ({ remoteAddress, remotePort }) => {
        const link = links.get(`${remoteAddress}:${remotePort}`);
        return link && stranger.taps(link);
      });
      return stranger;
    },
  };
}

/** As our devices write messages: see `XmppDevice`. */
const XMPP_MESSAGE = /<message [^>]*?\bid="m(\d+)"/;

export const STRANGERS: Readonly<Record<string, (params: Params, lead: Lead) => SpokenProtocol>> = {
  prosody: (params, lead) => {
    const plan = xmppPlan(params, PROSODY);
    return standing(spokenXmpp(params, plan), plan.links, XMPP_MESSAGE, lead);
  },
  nats: (_params, lead) => {
    const links = new Map<string, Link>();
    const { message, ...protocol } = natsChat(links);
    return standing(protocol, links, message, lead);
  },
};
