/**
 * What two XMPP servers say to each other before the first message, as the texts of the examples, with spaces for
 * their line breaks. Source: RFC 6120 §9.2, XEP-0220 1.1.1 §2, XEP-0198 1.6.
 */
import { type Exchange, inTurn, TCP_OPENING } from './tcp.ts';
import { carriageOf, TLS_HANDSHAKE } from './tls.ts';

const STREAM = "xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'";
const DIALBACK = "xmlns:db='jabber:server:dialback'";
const TLS = "xmlns='urn:ietf:params:xml:ns:xmpp-tls'";
const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const SM = "xmlns='urn:xmpp:sm:3'";

const OPEN = `<?xml version='1.0'?><stream:stream from='im.example.com' to='example.net' version='1.0' ${STREAM} ${DIALBACK}>`;
const OPENED = `<?xml version='1.0'?><stream:stream from='example.net' id='hTiXkW+ih9k2SqdGkk/AZi0OJ/Q=' to='im.example.com' version='1.0' ${STREAM} ${DIALBACK}>`;
const TLS_OFFERED = `<stream:features><starttls ${TLS}><required/></starttls></stream:features>`;
const STARTTLS = `<starttls ${TLS}/>`;
const PROCEED = `<proceed ${TLS}/>`;
const EXTERNAL_OFFERED = `<stream:features><mechanisms ${SASL}><mechanism>EXTERNAL</mechanism></mechanisms></stream:features>`;
const AUTH = `<auth ${SASL} mechanism='EXTERNAL'>=</auth>`;
const SUCCESS = `<success ${SASL}/>`;
const FEATURES = `<stream:features><sm ${SM}/></stream:features>`;
const ENABLE = `<enable ${SM} resume='true'/>`;
const ENABLED = `<enabled ${SM} id='some-long-sm-id' resume='true'/>`;
const RESUME = `<resume ${SM} h='1000' previd='some-long-sm-id'/>`;
const RESUMED = `<resumed ${SM} h='1000' previd='some-long-sm-id'/>`;
/** A key is 64 hex digits. Source: XEP-0220 §2.1.1 and XEP-0185 §3. */
const KEY = 'b4835385f37fe2895af6c196b59097b16862406db80559900d96bf6fa7d23df3';
const RESULT = `<db:result from='im.example.com' to='example.net'>${KEY}</db:result>`;
const RESULT_VALID = "<db:result from='example.net' to='im.example.com' type='valid'/>";
const VERIFY = `<db:verify from='example.net' id='417GAF25' to='im.example.com'>${KEY}</db:verify>`;
const VERIFIED = "<db:verify from='im.example.com' id='417GAF25' to='example.net' type='valid'/>";

export type Proof = 'external' | 'dialback';

type Step = readonly [up: string, down: string];

/** The same in the other direction. */
const turned = ({ roundTrips, upBytes, downBytes }: Exchange): Exchange => ({
  roundTrips,
  upBytes: downBytes,
  downBytes: upBytes,
});

/** Before TLS, a round trip each. */
const IN_CLEAR: readonly Step[] = [
  [OPEN, OPENED + TLS_OFFERED],
  [STARTTLS, PROCEED],
];

function spoken(steps: readonly Step[], isEncrypted: boolean): Exchange {
  const { wire } = carriageOf(isEncrypted);
  const sum = (side: 0 | 1) => steps.reduce((bytes, step) => bytes + wire(step[side].length), 0);
  return { roundTrips: steps.length, upBytes: sum(0), downBytes: sum(1) };
}

/** TCP, a stream that is encrypted in its course, and the stream that begins anew within. RFC 6120 §5.4. */
const encrypted = (features: string): Exchange =>
  inTurn(
    TCP_OPENING,
    spoken(IN_CLEAR, false),
    TLS_HANDSHAKE,
    spoken([[OPEN, OPENED + features]], true),
  );

/** The receiving server asks the authoritative one whether the key is right, over a stream of its own. */
const DIALLED_BACK: Exchange = inTurn(
  spoken([[RESULT, RESULT_VALID]], true),
  turned(inTurn(encrypted(FEATURES), spoken([[VERIFY, VERIFIED]], true))),
);

const PROVEN: Readonly<Record<Proof, Exchange>> = {
  external: inTurn(
    encrypted(EXTERNAL_OFFERED),
    spoken(
      [
        [AUTH, SUCCESS],
        [OPEN, OPENED + FEATURES],
      ],
      true,
    ),
  ),
  dialback: inTurn(encrypted(FEATURES), DIALLED_BACK),
};

/** @param isAgain takes up an earlier stream instead of beginning one that may be taken up. */
export const openStream = (proof: Proof, isAgain: boolean): Exchange =>
  inTurn(PROVEN[proof], spoken([isAgain ? [RESUME, RESUMED] : [ENABLE, ENABLED]], true));
