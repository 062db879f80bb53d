/**
 * What XMPP sends, as the texts of its examples, with spaces for their line breaks. Source: RFC 6120, RFC 6121,
 * XEP-0198 1.6.
 */
import type { Exchange } from './tcp.ts';
import type { Carriage } from './tls.ts';

const STREAM = "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";
const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
const BIND = "xmlns='urn:ietf:params:xml:ns:xmpp-bind'";
const SM = "xmlns='urn:xmpp:sm:3'";
const FULL_JID = 'juliet@im.example.com/balcony';

/** Source: RFC 6120 §9.1.1. */
const CLIENT_STREAM = `<?xml version='1.0'?><stream:stream from='juliet@im.example.com' to='im.example.com' version='1.0' xml:lang='en' ${STREAM}>`;
const SERVER_STREAM = `<?xml version='1.0'?><stream:stream from='im.example.com' id='t7AMCin9zjMNwQKDnplntZPIDEI=' to='juliet@im.example.com' version='1.0' xml:lang='en' ${STREAM}>`;
/** Source: RFC 6120 §9.1.2; a challenge of SCRAM-SHA-1 has the sizes of RFC 5802 §5 in base 64. */
const MECHANISMS = `<stream:features><mechanisms ${SASL}><mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;
const ONLY_PLAIN = `<stream:features><mechanisms ${SASL}><mechanism>PLAIN</mechanism></mechanisms></stream:features>`;
const base64 = (bytes: number) => '='.repeat(4 * Math.ceil(bytes / 3));
const AUTH = `<auth ${SASL} mechanism='SCRAM-SHA-1'>${base64('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL'.length)}</auth>`;
const CHALLENGE = `<challenge ${SASL}>${base64('r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096'.length)}</challenge>`;
const RESPONSE = `<response ${SASL}>${base64('c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts='.length)}</response>`;
const SUCCESS = `<success ${SASL}>${base64('v=rmF9pqV8S7suAoZWja4dJRkFsKQ='.length)}</success>`;
/** RFC 4616 §2: both names and the password, which TLS hides. Source: RFC 6120 §6.4. */
const PLAIN = `<auth ${SASL} mechanism='PLAIN'>${base64('\0juliet\0secret'.length)}</auth>`;
const PLAIN_SUCCESS = `<success ${SASL}/>`;
/** Source: RFC 6120 §9.1.3. */
const FEATURES = `<stream:features><bind ${BIND}/><sm ${SM}/></stream:features>`;
const BIND_REQUEST = `<iq id='yhc13a95' type='set'><bind ${BIND}><resource>balcony</resource></bind></iq>`;
const BIND_RESULT = `<iq id='yhc13a95' type='result'><bind ${BIND}><jid>${FULL_JID}</jid></bind></iq>`;
/** Source: XEP-0198 §3 and §5. */
const ENABLE = `<enable ${SM} resume='true'/>`;
const ENABLED = `<enabled ${SM} id='some-long-sm-id' resume='true'/>`;
const RESUME = `<resume ${SM} h='1' previd='some-long-sm-id'/>`;
const RESUMED = `<resumed ${SM} h='1' previd='some-long-sm-id'/>`;
/** Source: RFC 6120 §4.4. */
const CLOSE = '</stream:stream>';

/** A message between two people, around its text. Source: RFC 6121 §5.2. */
export const messageOf = (body: string): string =>
  `<message from='juliet@example.com/balcony' id='ktx72v49' to='romeo@example.net' type='chat' xml:lang='en'><body>${body}</body></message>`;
export const stanzaBytes = (payload: number): number => messageOf('').length + payload;

/** Source: XEP-0198 §4. */
export const REQUEST_ACK = `<r ${SM}/>`;
/** @param handled how many stanzas this end has handled so far. */
export const answerAck = (handled: number): string => `<a ${SM} h='${handled}'/>`;
/** A space between stanzas. Source: RFC 6120 §4.6.1. */
export const KEEP_ALIVE_BYTES = 1;
export const CLOSE_BYTES = CLOSE.length;

export type Sasl = 'scram-sha-1' | 'plain';

/** What the two ends say after TCP and TLS (XEP-0368: TLS from the first byte), a round trip each. */
const LOGGING_IN: Readonly<Record<Sasl, readonly (readonly [up: string, down: string])[]>> = {
  'scram-sha-1': [
    [CLIENT_STREAM, SERVER_STREAM + MECHANISMS],
    [AUTH, CHALLENGE],
    [RESPONSE, SUCCESS],
    [CLIENT_STREAM, SERVER_STREAM + FEATURES],
  ],
  plain: [
    [CLIENT_STREAM, SERVER_STREAM + ONLY_PLAIN],
    [PLAIN, PLAIN_SUCCESS],
    [CLIENT_STREAM, SERVER_STREAM + FEATURES],
  ],
};

export type Ending = 'bind' | 'bind-and-enable' | 'resume';
const ENDINGS: Readonly<Record<Ending, readonly (readonly [up: string, down: string])[]>> = {
  bind: [[BIND_REQUEST, BIND_RESULT]],
  'bind-and-enable': [
    [BIND_REQUEST, BIND_RESULT],
    [ENABLE, ENABLED],
  ],
  resume: [[RESUME, RESUMED]],
};

/** Logs in, and begins or resumes a session. Source: RFC 6120 §9.1, XEP-0198 §5. */
export function login(carriage: Carriage, ending: Ending, sasl: Sasl): Exchange {
  const steps = [...LOGGING_IN[sasl], ...ENDINGS[ending]];
  const bytes = (side: 0 | 1) =>
    steps.reduce((sum, step) => sum + carriage.wire(step[side].length), 0);
  return { roundTrips: steps.length, upBytes: bytes(0), downBytes: bytes(1) };
}
