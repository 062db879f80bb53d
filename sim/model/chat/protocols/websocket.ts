import { z } from 'zod';
import { bytes, ratio } from '../../../part/units.ts';
import { inTurn, TCP_CLOSING } from '../../wire/tcp.ts';
import { type Carriage, carriageOf } from '../../wire/tls.ts';
import { closeBytes, deflatedBytes, frameBytes, pingBytes, upgrade } from '../../wire/websocket.ts';
import { chatProtocol, type Hop, promiseOf } from './protocol.ts';

interface WebSocketSettings {
  readonly carriage: Carriage;
  readonly deflate: number;
  /** Bytes of a confirmation; undefined: there is none. */
  readonly ackBytes: number | undefined;
}

/** @param isMasked whether the device sends. */
function hopOf({ carriage, deflate, ackBytes }: WebSocketSettings, isMasked: boolean): Hop {
  const frame = (payload: number, masked: boolean) =>
    carriage.wire(frameBytes(deflatedBytes(payload, deflate), masked));
  return {
    messageBytes: (payload) => frame(payload, isMasked),
    followers:
      ackBytes === undefined ? [] : [{ by: 'receiver', bytes: frame(ackBytes, !isMasked) }],
    areOfChat: true,
    messagesPerFollowers: 1,
    handsOnAfter: 0,
    afterBreak: ackBytes === undefined ? 'lost' : 'resent',
    recognises: false,
  };
}

export const websocket = chatProtocol({
  name: 'websocket',
  summary:
    'frames over one connection; what was under way is lost unless the chat confirms it itself',
  source: 'RFC 6455 §5.2 (frames, masks), §1.3 (handshake); RFC 7692 (deflate)',
  params: {
    acks: z
      .boolean()
      .default(true)
      .describe('whether the chat confirms each message in a frame of its own'),
    ack: bytes({ min: 1 })
      .prefault('32B')
      .describe('bytes of such a confirmation, before its frame (assumption)'),
    deflate: ratio()
      .prefault('100%')
      .describe('what permessage-deflate leaves of a message; 100%: it is not used'),
    tls: z.boolean().default(true).describe('whether the connection is encrypted with TLS 1.3'),
  },
  make: ({ acks, ack, deflate, tls }) => {
    const carriage = carriageOf(tls);
    const settings = { carriage, deflate, ackBytes: acks ? ack : undefined };
    const up = hopOf(settings, true);
    const opening = inTurn(carriage.opening, upgrade(carriage, deflate < 1));
    const closing = {
      roundTrips: 1,
      upBytes: carriage.wire(closeBytes(true)),
      downBytes: carriage.wire(closeBytes(false)),
    };
    return {
      promise: promiseOf(up),
      opening,
      reopening: opening,
      closing: inTurn(closing, TCP_CLOSING),
      heartbeat: {
        upBytes: carriage.wire(pingBytes(true)),
        downBytes: carriage.wire(pingBytes(false)),
      },
      up,
      down: hopOf(settings, false),
    };
  },
});
