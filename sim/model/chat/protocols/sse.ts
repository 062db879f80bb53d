import { commentBytes, eventBytes, subscribing } from '../../wire/sse.ts';
import { type Exchange, inTurn, TCP_CLOSING } from '../../wire/tcp.ts';
import { carriageOf } from '../../wire/tls.ts';
import { httpParams, postHop } from './http.ts';
import { chatProtocol, type Hop, promiseOfBoth } from './protocol.ts';

export const sse = chatProtocol({
  name: 'sse',
  summary:
    'server-sent events for the way down, a POST for each message up; who comes back says which event it had last',
  source: 'WHATWG HTML §9.2 (2026); RFC 9112 §7.1 (chunks), RFC 9113 §4.1 (frames)',
  params: httpParams,
  make: ({ http, tls }) => {
    const carriage = carriageOf(tls);
    const down: Hop = {
      messageBytes: (payload) => carriage.wire(eventBytes(http, payload)),
      // TCP alone knows that it arrived; the server keeps events for those who come back.
      followers: [],
      messagesPerFollowers: 1,
      handsOnAfter: 0,
      afterBreak: 'told',
      recognises: false,
    };
    const up = postHop(http, carriage);
    const { upBytes, downBytes } = subscribing(http);
    const request: Exchange = {
      roundTrips: 1,
      upBytes: carriage.wire(upBytes),
      downBytes: carriage.wire(downBytes),
    };
    // Without streams inside a connection, events and requests need one each, which are opened together.
    const { opening: one } = carriage;
    const second: Exchange = { ...one, roundTrips: 0 };
    const isTwo = http === 'http-1.1';
    const opening = isTwo ? inTurn(one, second, request) : inTurn(one, request);
    return {
      promise: promiseOfBoth(up, down),
      opening,
      reopening: opening,
      closing: isTwo ? inTurn(TCP_CLOSING, { ...TCP_CLOSING, roundTrips: 0 }) : TCP_CLOSING,
      heartbeat: { upBytes: 0, downBytes: carriage.wire(commentBytes(http)) },
      up,
      down,
    };
  },
});
