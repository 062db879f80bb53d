/**
 * A thread in which nonsense is sent to a spoken balancer, edge and origin, in virtual time. Each property is checked for requests
 * that fast-check draws; what fails is posted as text.
 */
import { parentPort } from 'node:worker_threads';
import {
  check,
  EDGE,
  expect,
  failures,
  fc,
  kernel,
  LB,
  ORIGIN,
  SECOND,
  seen,
  send,
  serveOthers,
  statusesIn,
  target,
  urls,
} from './servers.mjs';

const { requestText, oddRequest, anything, hiding, hostile } = await import('./nonsense.mjs');

await check(
  'whatever bytes come, others are served',
  fc.asyncProperty(target, anything(fc), async (to, parts) => {
    await send(to, parts, { waitMs: SECOND });
    await serveOthers(to);
  }),
  80,
);
/** Each request that reaches the origin is one that the first server took for one. */
async function hidesNothing(to, text) {
  const before = [...seen];
  urls.length = 0;
  await send(to, [Buffer.from(text, 'latin1')]);
  const asked = seen[to] - before[to];
  const brought = seen[ORIGIN] - before[ORIGIN];
  expect(brought <= asked, `${asked} asked of ${to}, and the origin saw ${urls}: ${text}`);
  await serveOthers(to);
}

await check(
  'no request hides in another',
  fc.asyncProperty(fc.constantFrom(LB, EDGE), oddRequest(fc), hidesNothing),
  150,
);
for (const text of hiding()) {
  for (const to of [LB, EDGE]) {
    await hidesNothing(to, text).catch(({ message }) => failures.push(message));
  }
}
for (const [name, text, status] of hostile()) {
  for (const to of [LB, EDGE, ORIGIN]) {
    const before = [...seen];
    const { text: answer, isClosed } = await send(to, [Buffer.from(text, 'latin1')]);
    const [first] = statusesIn(answer);
    if (first !== status || !isClosed) {
      failures.push(`${name} at ${to}: ${first} instead of ${status}, closed ${isClosed}`);
    }
    if (to !== ORIGIN && seen[ORIGIN] > before[ORIGIN]) failures.push(`${name}: passed on`);
  }
}
const waits = {};
for (const to of [LB, EDGE, ORIGIN]) {
  // A byte each ten seconds of what never ends.
  const sinceMs = kernel.nowMs;
  const slow = await send(to, requestText({ path: '/0/1', more: 'X-Slow: ' }).split(''), {
    pauseMs: 10 * SECOND,
    waitMs: 0,
  });
  waits[to] = { headersMs: kernel.nowMs - sinceMs, statuses: statusesIn(slow.text) };
  const bodySinceMs = kernel.nowMs;
  const head = requestText({ method: 'POST', path: '/0/1', more: 'Content-Length: 100\r\n\r\n' });
  const drip = await send(to, [head, ...'x'.repeat(90)], { pauseMs: 10 * SECOND, waitMs: 0 });
  Object.assign(waits[to], {
    contentMs: kernel.nowMs - bodySinceMs,
    contentStatuses: statusesIn(drip.text),
    isClosed: slow.isClosed && drip.isClosed,
  });
  await serveOthers(to);
}
parentPort.postMessage({ failures, waits, seen });
