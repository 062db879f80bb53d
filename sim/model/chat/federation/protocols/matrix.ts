import { count } from '../../../../part/units.ts';
import { ANSWER_BYTES, EVENT_BYTES, MOST_EVENTS, TRANSACTION_BYTES } from '../../../wire/matrix.ts';
import { carriageOf } from '../../../wire/tls.ts';
import { federationProtocol } from '../protocol.ts';

export const matrix = federationProtocol({
  name: 'matrix',
  summary:
    'one transaction after the other, of up to 50 signed events; one without an answer is sent again under its number',
  source:
    'Matrix server-server API v1.11 §Transactions: in order, one at a time; discovery and keys are known (assumption)',
  params: {
    events: count({ min: 1, max: MOST_EVENTS })
      .prefault(MOST_EVENTS)
      .describe('events in one transaction at the most'),
  },
  main: 'events',
  make: ({ events }) => {
    const { opening, wire } = carriageOf(true);
    return {
      opening,
      reopening: opening,
      batch: events,
      window: 1,
      resumes: false,
      transactionBytes: (messages, payload) =>
        wire(TRANSACTION_BYTES + EVENT_BYTES * messages + payload),
      answerBytes: wire(ANSWER_BYTES),
    };
  },
});
