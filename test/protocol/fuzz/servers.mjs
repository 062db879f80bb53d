/**
 * A spoken balancer, edge and origin in virtual time, for threads that send them nonsense: what these share.
 */
import http from 'node:http';
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
const CLIENT = 0;
export const [LB, EDGE, ORIGIN] = [1, 2, 3];
export const SECOND = 1000;

const life = {
  kernel: new Kernel(new Simulator()),
  random: new Streams('loading', 0).stream('protocol'),
};
install(life);
export const fc = await import('fast-check');
const { read } = await import('../../../dist/index.js');
const { build } = await import('../../../dist/scenario/build.js');
const { layOutInstances } = await import('../../../dist/scenario/layout.js');
const { spokenKinds } = await import('../../../dist/protocol/speak.js');
const { HTTP_PORT, HTTP2_PORT, pathOf } = await import('../../../dist/protocol/http/speaking.js');
const { VirtualNetwork } = await import('../../../dist/protocol/wire/network.js');
const { WireHash } = await import('../../../dist/protocol/wire/wire-hash.js');
const { http2Door } = await import('../../../dist/protocol/http2/door.js');

const { scenario, problems } = read(WORLD, { file: 'fuzz.yaml' });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const { world } = build(scenario, 0);
export const kernel = new Kernel(world.simulator);
Object.assign(life, { kernel, random: world.streams.stream('protocol/chance') });
const network = new VirtualNetwork(kernel, world, { answered: () => {}, hash: new WireHash() });
/** Requests that each node's server has taken for ones. */
export const seen = [0, 0, 0, 0];
/** Paths that the origin was asked for. */
export const urls = [];
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
  if (one === undefined) continue;
  network.listen(id, HTTP_PORT, (socket) => one.server.emit('connection', socket));
  network.listen(id, HTTP2_PORT, http2Door(one.server));
}
const lane = world.nodes[CLIENT].lane('fuzz');
export const dial = (to, port = HTTP_PORT) =>
  network.dial({ from: { node: CLIENT, device: 0 }, lane, to, port });
export const runFor = (ms) => kernel.run(kernel.nowMs + ms);

/** Sends parts with pauses. @returns what came back, and whether the connection was closed, after some time. */
export async function send(
  to,
  parts,
  { pauseMs = 0, waitMs = 30 * SECOND, port = HTTP_PORT } = {},
) {
  const socket = dial(to, port);
  const answer = { text: '', isClosed: false, closedMs: Number.POSITIVE_INFINITY };
  const closed = () => {
    if (!answer.isClosed) answer.closedMs = kernel.nowMs;
    answer.isClosed = true;
  };
  socket.on('data', (bytes) => {
    answer.text += bytes.toString('latin1');
  });
  socket.on('error', () => {});
  socket.on('end', closed);
  socket.on('close', closed);
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
export async function wellBehaved(to) {
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

export const failures = [];
export const expect = (isSo, what) => {
  if (!isSo) throw new Error(what);
};
export const statusesIn = (text) =>
  [...text.matchAll(/(?:^|\r\n\r\n|\0)HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
export const target = fc.constantFrom(LB, EDGE, ORIGIN);

export async function check(name, property, numRuns) {
  try {
    await fc.assert(property, { seed: 20_260_101, numRuns, endOnFailure: true });
  } catch (error) {
    failures.push(`${name}: ${error.message}`);
  }
}

export const serveOthers = async (to) => {
  const { status, bytes } = await wellBehaved(to);
  expect(status === 200 && bytes === 1000, `others got ${status} and ${bytes} bytes`);
};
