/** Frames of HTTP/2, right and wrong. RFC 9113 §4, §6; RFC 7541 §6.2.2 */

export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
export const [DATA, HEADERS, RST_STREAM, SETTINGS] = [0, 1, 3, 4];
export const [PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION] = [5, 6, 7, 8, 9];
export const [END_STREAM, END_HEADERS] = [1, 4];
const FRAME_BYTES = 9;

export function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(FRAME_BYTES);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const word = (number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
};

/** RFC 7541 §5.1, with a prefix of 7 bits. */
function integer(value) {
  if (value < 127) return Buffer.from([value]);
  const bytes = [127];
  let left = value - 127;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left >>>= 7;
  }
  return Buffer.from([...bytes, left]);
}

const text = (value) => Buffer.concat([integer(value.length), Buffer.from(value, 'latin1')]);

/** Fields as literals that nobody remembers. */
export const block = (fields) =>
  Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));

export const fieldsOf = ({ method = 'GET', path = '/0/0', more = [] } = {}) => [
  [':method', method],
  [':scheme', 'http'],
  [':path', path],
  [':authority', 'a'],
  ...more,
];

export const asks = (stream, asked = {}, flags = END_HEADERS | END_STREAM) =>
  frame(HEADERS, flags, stream, block(fieldsOf(asked)));

export const begins = () => Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)]);

/** Frames in what a server has sent; the last may be cut off. */
export function framesIn(bytes) {
  const found = [];
  for (let at = 0; at + FRAME_BYTES <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3);
    const payload = bytes.subarray(at + FRAME_BYTES, at + FRAME_BYTES + length);
    found.push({ type: bytes[at + 3], stream: bytes.readUInt32BE(at + 5), payload });
    at += FRAME_BYTES + length;
  }
  return found;
}

/** Frames of any kind, some of which are requests, and bytes that are none. */
export const anyFrames = (fc) => {
  const stream = fc.constantFrom(0, 1, 1, 2, 3, 5, 0x7fffffff);
  const payload = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const wild = fc
    .tuple(fc.nat({ max: 12 }), fc.nat({ max: 255 }), stream, payload)
    .map((all) => frame(...all));
  const request = fc
    .tuple(
      fc.constantFrom(1, 3, 5, 7),
      fc.constantFrom('GET', 'POST', 'HEAD', 'CONNECT', 'PUT', 'x'),
      fc.constantFrom('/0/2', '/0/3', '*', '/0/2 x', '//', 'x'),
      fc.constantFrom(0, END_STREAM, END_HEADERS, END_HEADERS | END_STREAM),
    )
    .map(([at, method, path, flags]) => asks(at, { method, path }, flags));
  const lone = fc.oneof(
    fc.constantFrom(1, 3, 5).map((at) => frame(RST_STREAM, 0, at, word(8))),
    fc.constantFrom(1, 3, 5).map((at) => frame(DATA, END_STREAM, at, Buffer.from('hello'))),
    payload,
  );
  const parts = fc.array(fc.oneof(wild, request, request, lone), { maxLength: 8 });
  return fc
    .tuple(fc.boolean(), parts)
    .map(([isRight, all]) => [isRight ? begins() : PREFACE, ...all]);
};
