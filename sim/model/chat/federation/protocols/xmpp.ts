import { z } from 'zod';
import { count } from '../../../../part/units.ts';
import { carriageOf } from '../../../wire/tls.ts';
import { answerAck, REQUEST_ACK, stanzaBytes } from '../../../wire/xmpp.ts';
import { openStream } from '../../../wire/xmpp-servers.ts';
import { federationProtocol } from '../protocol.ts';

/** Stanzas that a stream has handled when it says so, for the digits of the number (assumption). */
const HANDLED = 1000;

export const xmpp = federationProtocol({
  name: 'xmpp',
  summary:
    'a stream of stanzas, each counted when it is stored; a stream that is resumed says how many have come',
  source: 'RFC 6120 §9.2, XEP-0220 1.1.1, XEP-0198 1.6 §5',
  params: {
    proof: z
      .enum(['external', 'dialback'])
      .default('external')
      .describe(
        'how a server proves its domain: by its certificate (SASL EXTERNAL), or by being called back (XEP-0220)',
      ),
    window: count({ min: 1 })
      .prefault(256)
      .describe('stanzas without an answer at the most (assumption)'),
  },
  main: 'proof',
  make: ({ proof, window }) => {
    const { wire } = carriageOf(true);
    return {
      opening: openStream(proof, false),
      reopening: openStream(proof, true),
      batch: 1,
      window,
      resumes: true,
      transactionBytes: (messages, payload) =>
        wire((stanzaBytes(0) + REQUEST_ACK.length) * messages + payload),
      answerBytes: wire(answerAck(HANDLED).length),
    };
  },
});
