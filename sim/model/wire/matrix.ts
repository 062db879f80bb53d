/** What a Matrix server sends to another: an event with its hashes and signatures, in a transaction over HTTP. */

/** Two event ids, a hash and a signature, in base 64. Source: Matrix server-server API v1.11 §PDUs, room versions 4 and later. */
const EVENT_ID = `$${'='.repeat(43)}`;
const HASH = '='.repeat(43);
const SIGNATURE = '='.repeat(86);
const ROOM = '!UcYsUzyxTGDxLBEvLy:example.org';

/** An event, around its text. */
const eventOf = (body: string): string =>
  JSON.stringify({
    auth_events: [EVENT_ID, EVENT_ID, EVENT_ID],
    content: { body, msgtype: 'm.text' },
    depth: 1200,
    hashes: { sha256: HASH },
    origin_server_ts: 1_404_838_188_000,
    prev_events: [EVENT_ID],
    room_id: ROOM,
    sender: '@alice:example.com',
    signatures: { 'example.com': { 'ed25519:auto': SIGNATURE } },
    type: 'm.room.message',
  });

/** Source: server-server API §Transactions: PUT /_matrix/federation/v1/send/{txnId}; §Request Authentication. */
const HEAD = [
  'PUT /_matrix/federation/v1/send/1404838188000 HTTP/1.1',
  'Host: example.org:8448',
  'Content-Type: application/json',
  'Content-Length: 10000',
  `Authorization: X-Matrix origin="example.com",destination="example.org",key="ed25519:auto",sig="${SIGNATURE}"`,
  '',
  '',
].join('\r\n');
const AROUND = JSON.stringify({
  origin: 'example.com',
  origin_server_ts: 1_404_838_188_000,
  pdus: [],
});
const ANSWER = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n${JSON.stringify({ pdus: { [EVENT_ID]: {} } })}`;

/** Most events in one transaction. Source: server-server API §Transactions. */
export const MOST_EVENTS = 50;
/** Bytes around the texts of one event, and of one transaction beside its events. */
export const EVENT_BYTES = eventOf('').length + 1;
export const TRANSACTION_BYTES = HEAD.length + AROUND.length;
export const ANSWER_BYTES = ANSWER.length;
