import { z } from 'zod';
import { oneOf } from '../../../part/one-of.ts';
import { count } from '../../../part/units.ts';
import { inTurn, TCP_CLOSING } from '../../wire/tcp.ts';
import { carriageOf } from '../../wire/tls.ts';
import {
  answerAck,
  CLOSE_BYTES,
  KEEP_ALIVE_BYTES,
  login,
  REQUEST_ACK,
  stanzaBytes,
} from '../../wire/xmpp.ts';
import { chatProtocol, type Hop, promiseOf } from './protocol.ts';

/** Stanzas that a session has handled when it says so, for the digits of the number (assumption). */
const HANDLED = 1000;

export const xmpp = chatProtocol({
  name: 'xmpp',
  summary:
    'stanzas of XML; with stream management each end counts what it has handled, and a session that is resumed loses and repeats nothing',
  source: 'RFC 6120 §9.1, RFC 6121 §5.2, XEP-0198 1.6, XEP-0368 (TLS from the first byte)',
  params: {
    'stream-management': z
      .boolean()
      .default(true)
      .describe('whether stanzas are counted and sessions resumed (XEP-0198)'),
    'ack-every': count({ min: 1 })
      .prefault(1)
      .describe('messages after which one end asks the other how many it has'),
    sasl: oneOf(['scram-sha-1', 'plain'])
      .prefault('scram-sha-1')
      .describe('how devices log in: plain takes a round trip less, and is for TLS only'),
    tls: z.boolean().default(true).describe('whether the connection is encrypted with TLS 1.3'),
  },
  main: 'stream-management',
  make: ({ 'stream-management': isManaged, 'ack-every': every, sasl, tls }) => {
    const carriage = carriageOf(tls);
    const hop: Hop = {
      messageBytes: (payload) => carriage.wire(stanzaBytes(payload)),
      followers: isManaged
        ? [
            { by: 'sender', bytes: carriage.wire(REQUEST_ACK.length) },
            { by: 'receiver', bytes: carriage.wire(answerAck(HANDLED).length) },
          ]
        : [],
      messagesPerFollowers: every,
      handsOnAfter: 0,
      afterBreak: isManaged ? 'told' : 'lost',
      recognises: false,
    };
    const opening = login(carriage, isManaged ? 'bind-and-enable' : 'bind', sasl);
    const closing = carriage.wire(CLOSE_BYTES);
    return {
      promise: promiseOf(hop),
      opening: inTurn(carriage.opening, opening),
      reopening: isManaged
        ? inTurn(carriage.opening, login(carriage, 'resume', sasl))
        : inTurn(carriage.opening, opening),
      closing: inTurn({ roundTrips: 1, upBytes: closing, downBytes: closing }, TCP_CLOSING),
      heartbeat: { upBytes: carriage.wire(KEEP_ALIVE_BYTES), downBytes: 0 },
      up: hop,
      down: hop,
    };
  },
});
