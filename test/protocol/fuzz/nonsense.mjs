/** Requests that are wrong, in ways that have broken servers before. RFC 9112 §11 */

export const requestText = ({
  method = 'GET',
  path = '/0/0',
  version = 'HTTP/1.1',
  more = '\r\n',
}) => `${method} ${path} ${version}\r\nHost: a\r\n${more}`;

/** Bytes of any kind, in parts; half of them begin as a request does. */
export const anything = (fc) =>
  fc
    .tuple(fc.boolean(), fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 5 }))
    .map(([isRequest, parts]) => [
      ...(isRequest ? [Buffer.from('GET /0/0 HTTP/1.1\r\nHost: a\r\n')] : []),
      ...parts.map((part) => Buffer.from(part)),
    ]);

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n';

/** One request whose content, or its end, can be understood in two ways; a second one hides in it. */
export const oddRequest = (fc) => {
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'M-SEARCH');
  const encoding = fc.constantFrom(
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding:\tchunked',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding: chunked, identity',
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: x',
    'X: y\nTransfer-Encoding: chunked',
    'X: y\r\n Transfer-Encoding: chunked',
    'TRANSFER-ENCODING: CHUNKED',
    'Transfer-Encoding: ch\u212Aunked',
  );
  const length = fc.constantFrom(
    'Content-Length: 0',
    'Content-Length: 5',
    'Content-Length: +5',
    'Content-Length: 5, 5',
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 0x5',
    'Content-Length: -1',
    'Content-Length: 18446744073709551617',
    'Connection: content-length',
    'Connection: transfer-encoding, keep-alive',
    'Connection: host, via',
    'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings',
    'Expect: 100-continue',
    'Expect: 200-ok',
  );
  const content = fc.constantFrom(
    `0\r\n\r\n${SMUGGLED}`,
    `5\r\nhello\r\n0\r\n\r\n${SMUGGLED}`,
    `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    `ffffffffffffffff\r\n${SMUGGLED}`,
    `5;x=\r\nhello\n0\r\n\r\n${SMUGGLED}`,
    `-1\r\n${SMUGGLED}`,
    `hello${SMUGGLED}`,
    SMUGGLED,
    '',
  );
  const fields = fc.array(fc.oneof(encoding, length), { maxLength: 3 });
  return fc
    .record({
      method,
      path: fc.constantFrom('/0/2', '/0/3', '*', 'http://x/0/2', '/0/2 x'),
      fields,
      content,
    })
    .map(({ method, path, fields, content }) => {
      const more = [...fields, '', ''].join('\r\n');
      return requestText({ method, path, more }) + content;
    });
};

/** Well-formed requests whose content looks like a request. */
export const hiding = () => {
  const chunked = `${SMUGGLED.length.toString(16)}\r\n${SMUGGLED}\r\n0\r\n\r\n`;
  const length = `Content-Length: ${SMUGGLED.length}\r\n`;
  return ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'M-SEARCH'].flatMap((method) => [
    requestText({ method, more: `Transfer-Encoding: chunked\r\n\r\n${chunked}` }),
    requestText({ method, more: `${length}\r\n${SMUGGLED}` }),
    requestText({ method, more: `Connection: content-length\r\n${length}\r\n${SMUGGLED}` }),
    requestText({
      method,
      more: `Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    }),
  ]);
};

/** What must be refused, with which status, and never passed on. */
export const hostile = () => [
  [
    'two ways to end content',
    requestText({
      method: 'POST',
      more: 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    }),
    400,
  ],
  [
    'two lengths',
    requestText({ method: 'POST', more: 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!' }),
    400,
  ],
  [
    'a length that is none',
    requestText({ method: 'POST', more: 'Content-Length: 0x5\r\n\r\nhello' }),
    400,
  ],
  ['a space before the colon', requestText({ more: 'X-A : b\r\n\r\n' }), 400],
  ['a control character in a field', requestText({ more: 'X-A: \u0001\r\n\r\n' }), 400],
  ['no path', 'GET\r\nHost: a\r\n\r\n', 400],
  ['a version that nobody speaks', requestText({ version: 'HTTP/7.3' }), 400],
  ['fields of 20 kB', requestText({ more: `X-A: ${'a'.repeat(20_000)}\r\n\r\n` }), 431],
  ['a path of 20 kB', requestText({ path: `/${'a'.repeat(20_000)}` }), 431],
];
