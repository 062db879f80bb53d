/** What breaks a connection of HTTP/2, or a stream of it, and how servers are to end it. RFC 9113 §5.4, §7 */
import {
  asks,
  begins,
  block,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  fieldsOf,
  frame,
  HEADERS,
  PING,
  PUSH_PROMISE,
  RST_STREAM,
  SETTINGS,
  WINDOW_UPDATE,
  word,
} from './frames.mjs';

const [PROTOCOL, INTERNAL, FLOW, SIZE, COMPRESSION, CALM, CANCEL] = [1, 2, 3, 6, 9, 11, 8];
const times = (length, make) => Array.from({ length }, (_, at) => make(at));

/** What is sent, and with which code the connection ends; Node says INTERNAL_ERROR of what nghttp2 calls fatal. */
export const connections = () => [
  ['HTTP/1.1', [Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')], [PROTOCOL, INTERNAL]],
  ['a frame that is too long', [begins(), frame(DATA, 0, 1, Buffer.alloc(20_000))], [SIZE]],
  ['content of no stream', [begins(), frame(DATA, 0, 0, Buffer.from('x'))], [PROTOCOL]],
  ['a request of the server', [begins(), asks(2)], [PROTOCOL, INTERNAL]],
  ['a promise', [begins(), frame(PUSH_PROMISE, 4, 1, word(2))], [PROTOCOL, INTERNAL]],
  [
    'fields that nobody can read',
    [begins(), frame(HEADERS, 5, 1, Buffer.from([255, 255, 255, 255, 255, 1]))],
    [COMPRESSION],
  ],
  [
    'a window that is too large',
    [begins(), ...times(2, () => frame(WINDOW_UPDATE, 0, 0, word(0x7fffffff)))],
    [FLOW, INTERNAL],
  ],
  // CVE-2024-27983, CVE-2024-28182
  [
    'fields without an end',
    [
      begins(),
      frame(HEADERS, 0, 1, block(fieldsOf())),
      ...times(100, () => frame(CONTINUATION, 0, 1, block([['a', 'b']]))),
    ],
    [INTERNAL],
  ],
  // CVE-2023-44487; what comes to a closed connection resets it, and nobody reads why.
  [
    'resets',
    [
      begins(),
      ...times(2000, (at) =>
        Buffer.concat([asks(2 * at + 1), frame(RST_STREAM, 0, 2 * at + 1, word(CANCEL))]),
      ),
    ],
    [],
  ],
  // CVE-2019-9515, CVE-2019-9512
  ['settings', [begins(), ...times(900, () => frame(SETTINGS, 0, 0))], [CALM]],
  ['pings', [begins(), ...times(900, () => frame(PING, 0, 0, Buffer.alloc(8)))], [CALM]],
];

const long = (bytes) => block([['x', 'a'.repeat(bytes)]]);

/**
 * What is wrong on a stream, which ends or is told so (RFC 6585 §5), and is not passed on; another one on the connection is answered.
 * Third: how many are answered, and how many of them servers have taken for requests.
 */
export const streams = () => [
  ['no path', frame(HEADERS, 5, 1, block(fieldsOf().filter(([name]) => name !== ':path')))],
  ['an upper-case name', asks(1, { more: [['X-A', 'b']] })],
  ['a field of one connection', asks(1, { more: [['transfer-encoding', 'chunked']] })],
  ['a line break in the path', asks(1, { path: '/0/1 HTTP/1.1\r\nHost: b' })],
  [
    'fields of 20 kB',
    Buffer.concat([
      frame(HEADERS, END_STREAM, 1, Buffer.concat([block(fieldsOf()), long(10_000)])),
      frame(CONTINUATION, END_HEADERS, 1, long(10_000)),
    ]),
    { answers: 2 },
  ],
  ['300 fields', asks(1, { more: times(300, (at) => [`x-${at}`, 'a']) })],
  [
    'more content than it says',
    Buffer.concat([
      asks(1, { method: 'POST', more: [['content-length', '2']] }, END_HEADERS),
      frame(DATA, END_STREAM, 1, Buffer.from('hello')),
    ]),
    { asked: 2 },
  ],
];
