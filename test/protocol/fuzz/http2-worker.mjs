/** A thread in which frames of HTTP/2 that are wrong, too many or too slow are sent to spoken servers, in virtual time. */
import http2 from 'node:http2';
import { parentPort } from 'node:worker_threads';
import { connections, streams } from './attacks.mjs';
import {
  anyFrames,
  asks,
  begins,
  block,
  DATA,
  END_HEADERS,
  fieldsOf,
  frame,
  framesIn,
  GOAWAY,
  HEADERS,
  PREFACE,
  RST_STREAM,
} from './frames.mjs';
import {
  check,
  dial,
  EDGE,
  expect,
  failures,
  fc,
  kernel,
  LB,
  ORIGIN,
  runFor,
  SECOND,
  seen,
  send,
  serveOthers,
  target,
} from './servers.mjs';

const PORT = 8080;
const ALL = [LB, EDGE, ORIGIN];
const MINUTE = 60 * SECOND;

/** Somebody else's request by HTTP/2. */
async function serveByHttp2(to) {
  const session = http2.connect('http://a', { createConnection: () => dial(to, PORT) });
  session.on('error', () => {});
  const got = { status: 0, bytes: 0 };
  const stream = session.request({ ':path': '/0/7' });
  stream.on('error', () => {});
  stream.on('response', (headers) => {
    got.status = headers[':status'];
  });
  stream.on('data', (chunk) => {
    got.bytes += chunk.length;
  });
  await runFor(5 * SECOND);
  session.destroy();
  await runFor(SECOND);
  expect(got.status === 200 && got.bytes === 1000, `others got ${got.status}, ${got.bytes} bytes`);
}

/** @returns what came back, and when the connection was closed, ms from its beginning. */
async function tell(to, parts, options = {}) {
  const before = [...seen];
  const sinceMs = kernel.nowMs;
  const { text, isClosed, closedMs } = await send(to, parts, { port: PORT, ...options });
  const frames = framesIn(Buffer.from(text, 'latin1'));
  const codes = (type, at) =>
    frames.filter((one) => one.type === type).map(({ payload }) => payload.readUInt32BE(at));
  return {
    isClosed,
    afterMs: closedMs - sinceMs,
    goaways: codes(GOAWAY, 4),
    resets: codes(RST_STREAM, 0),
    answers: frames.filter(({ type }) => type === HEADERS).length,
    asked: seen[to] - before[to],
    brought: seen[ORIGIN] - before[ORIGIN],
  };
}

await check(
  'whatever frames come, others are served, and nothing is asked that did not come',
  fc.asyncProperty(target, anyFrames(fc), async (to, parts) => {
    const { asked, brought } = await tell(to, parts, { waitMs: SECOND });
    expect(brought <= asked, `${asked} asked of ${to}, and the origin saw ${brought}`);
    await serveOthers(to);
  }),
  120,
);

const facts = { asked: 0 };
for (const [name, parts, codes] of connections()) {
  for (const to of ALL) {
    const told = await tell(to, [Buffer.concat(parts)], { waitMs: 2 * MINUTE });
    const isSaid = codes.length === 0 || codes.includes(told.goaways.at(-1));
    const isRefused = told.isClosed && isSaid;
    if (!isRefused) failures.push(`${name} at ${to}: ${JSON.stringify(told)}`);
    facts.asked = Math.max(facts.asked, told.asked);
    await serveByHttp2(to).catch(({ message }) => failures.push(`after ${name}: ${message}`));
  }
}

for (const [name, bytes, { answers = 1, asked = 1 } = {}] of streams()) {
  for (const to of ALL) {
    const told = await tell(to, [Buffer.concat([begins(), bytes, asks(3, { path: '/0/8' })])]);
    const isSo = told.answers === answers && told.resets.length === 2 - answers && !told.isClosed;
    if (!isSo || told.asked !== asked || told.brought > asked) {
      failures.push(`${name} at ${to}: ${JSON.stringify(told)}`);
    }
  }
}

/** What comes a byte each ten seconds, or never. */
const slowly = { pauseMs: 10 * SECOND, waitMs: 0 };
const bytesOf = (buffer) => [...buffer].map((byte) => Buffer.from([byte]));
const waits = {};
for (const to of ALL) {
  const open = frame(HEADERS, 0, 1, block(fieldsOf()));
  const post = asks(1, { method: 'POST', path: '/0/1' }, END_HEADERS);
  const drip = Array.from({ length: 40 }, () => frame(DATA, 0, 1, Buffer.from('x')));
  waits[to] = {
    silent: await tell(to, [], { waitMs: 2 * MINUTE }),
    preface: await tell(to, bytesOf(PREFACE), slowly),
    fields: await tell(
      to,
      [Buffer.concat([begins(), open.subarray(0, 20)]), ...bytesOf(open.subarray(20, 60))],
      slowly,
    ),
    content: await tell(to, [Buffer.concat([begins(), post]), ...drip], {
      ...slowly,
      waitMs: 10 * MINUTE,
    }),
    idle: await tell(to, [Buffer.concat([begins(), asks(1, { path: '/0/9' })])], {
      waitMs: 15 * MINUTE,
    }),
  };
  await serveOthers(to);
}
parentPort.postMessage({ failures, waits, facts });
