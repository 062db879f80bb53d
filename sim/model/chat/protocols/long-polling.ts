import { duration } from '../../../part/units.ts';
import { emptyBytes, pollBytes, polledBytes } from '../../wire/long-polling.ts';
import { type Exchange, inTurn, TCP_CLOSING } from '../../wire/tcp.ts';
import { carriageOf } from '../../wire/tls.ts';
import { httpParams, postHop } from './http.ts';
import { chatProtocol, type Hop, promiseOfBoth } from './protocol.ts';

export const longPolling = chatProtocol({
  name: 'long-polling',
  summary:
    'a request that is answered when there is a message: what comes between two polls waits for the next one',
  source: 'RFC 6202 §2, §5.5 (timeout of 30 s)',
  params: {
    ...httpParams,
    timeout: duration({ above: 0 })
      .prefault('30s')
      .describe('a poll is answered after this, also without a message'),
  },
  make: ({ http, tls, timeout }) => {
    const carriage = carriageOf(tls);
    const poll = carriage.wire(pollBytes(http));
    const empty = carriage.wire(emptyBytes(http));
    const down: Hop = {
      messageBytes: (payload) => carriage.wire(polledBytes(http, payload)),
      // The next poll says what came last, which confirms it.
      followers: [{ by: 'receiver', bytes: poll }],
      messagesPerFollowers: 1,
      handsOnAfter: 0,
      afterBreak: 'told',
      recognises: false,
    };
    const up = postHop(http, carriage);
    const { opening: one } = carriage;
    const isTwo = http === 'http-1.1';
    const first: Exchange = { roundTrips: 0, upBytes: poll, downBytes: 0 };
    const opening = inTurn(one, ...(isTwo ? [{ ...one, roundTrips: 0 }] : []), first);
    return {
      promise: promiseOfBoth(up, down),
      opening,
      reopening: opening,
      closing: isTwo ? inTurn(TCP_CLOSING, { ...TCP_CLOSING, roundTrips: 0 }) : TCP_CLOSING,
      heartbeat: { upBytes: poll, downBytes: empty },
      up,
      down,
      polling: { pollBytes: poll, emptyBytes: empty, timeoutMs: timeout },
    };
  },
});
