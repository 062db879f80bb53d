/**
 * A thread in which nonsense is sent to a spoken balancer, edge and origin, in virtual time. Each property is checked for requests
 * that fast-check draws; what fails is posted as text.
 */
import http from 'node:http';
import { parentPort } from 'node:worker_threads';
import { Simulator } from '../../../dist/engine/simulator.js';
import { Streams } from '../../../dist/engine/streams.js';
import { install } from '../../../dist/protocol/virtual/install.js';
import { Kernel } from '../../../dist/protocol/virtual/kernel.js';

const WORLD = `
version: 1
title: servers that are told nonsense
run: { seed: 1, duration: 1000h }
places: [frankfurt]
nodes:
  client: { kind: clients, count: 1 }
  lb: { kind: balancer, backends: edge }
  edge: { kind: cache, capacity: 1MiB, parent: origin }
  origin: { kind: origin, service: { constant: 1ms } }
traffic:
  none: { kind: web, from: client, to: lb, transport: tcp, arrivals: { poisson: 0.000000001rps },
          catalog: { objects: 50, popularity: { zipf: 1 }, size: 1kB } }
`;
const [CLIENT, LB, EDGE, ORIGIN] = [0, 1, 2, 3];
const SECOND = 1000;

const life = {
  kernel: new Kernel(new Simulator()),
  random: new Streams('loading', 0).stream('protocol'),
};
install(life);
const fc = await import('fast-check');
const { read } = await import('../../../dist/index.js');
const { build } = await import('../../../dist/scenario/build.js');
const { layOutInstances } = await import('../../../dist/scenario/layout.js');
const { spokenKinds } = await import('../../../dist/protocol/speak.js');
const { HTTP_PORT, pathOf } = await import('../../../dist/protocol/http/speaking.js');
const { VirtualNetwork } = await import('../../../dist/protocol/wire/network.js');
const { WireHash } = await import('../../../dist/protocol/wire/wire-hash.js');
const { requestText, oddRequest, anything, hiding, hostile } = await import('./nonsense.mjs');

const { scenario, problems } = read(WORLD, { file: 'fuzz.yaml' });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const { world } = build(scenario, 0);
const kernel = new Kernel(world.simulator);
Object.assign(life, { kernel, random: world.streams.stream('protocol/chance') });
const network = new VirtualNetwork(kernel, world, { answered: () => {}, hash: new WireHash() });
/** Requests that each node's server has taken for ones. */
const seen = [0, 0, 0, 0];
const urls = [];
for (const [id, instance] of layOutInstances(scenario).entries()) {
  const { name, group, place, site, devices } = instance;
  const context = { world, id, name, group: group.name, place, site, devices };
  const one = spokenKinds[group.kind.name]?.(
    { kernel, world, network },
    context,
    group.kind.params,
  );
  one?.server.on('request', ({ url }) => {
    seen[id] += 1;
    if (id === ORIGIN) urls.push(url);
  });
  if (one) network.listen(id, HTTP_PORT, (socket) => one.server.emit('connection', socket));
}
const lane = world.nodes[CLIENT].lane('fuzz');
const dial = (to) => network.dial({ from: { node: CLIENT, device: 0 }, lane, to, port: HTTP_PORT });
const runFor = (ms) => kernel.run(kernel.nowMs + ms);

/** Sends parts with pauses. @returns what came back, and whether the connection was closed, after some time. */
async function send(to, parts, { pauseMs = 0, waitMs = 30 * SECOND } = {}) {
  const socket = dial(to);
  const answer = { text: '', isClosed: false };
  socket.on('data', (bytes) => {
    answer.text += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('end', () => {
    answer.isClosed = true;
  });
  socket.on('close', () => {
    answer.isClosed = true;
  });
  for (const part of parts) {
    if (socket.writable) socket.write(part);
    if (pauseMs > 0) await runFor(pauseMs);
    if (answer.isClosed) break;
  }
  await runFor(waitMs);
  socket.destroy();
  return answer;
}

let object = 0;
/** Somebody else's request, for what is hardly ever kept. @returns its status and bytes. */
async function wellBehaved(to) {
  object = (object + 1) % 50;
  const got = { status: 0, bytes: 0 };
  http
    .get({ createConnection: () => dial(to), path: pathOf(0, object), headers: { Host: 'a' } })
    .on('error', () => {})
    .on('response', (response) => {
      got.status = response.statusCode;
      response.on('data', (chunk) => {
        got.bytes += chunk.length;
      });
    });
  await runFor(5 * SECOND);
  return got;
}

const failures = [];
const expect = (isSo, what) => {
  if (!isSo) throw new Error(what);
};
const statusesIn = (text) =>
  [...text.matchAll(/(?:^|\r\n\r\n|\0)HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const target = fc.constantFrom(LB, EDGE, ORIGIN);

async function check(name, property, numRuns) {
  try {
    await fc.assert(property, { seed: 20_260_101, numRuns, endOnFailure: true });
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
}

const serveOthers = async (to) => {
  const { status, bytes } = await wellBehaved(to);
  expect(status === 200 && bytes === 1000, `others got ${status} and ${bytes} bytes`);
};

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
