/**
 * A thread in which the suite's server and client are the origin and the device of a small world, with our edge between
 * them: real `node:http` over the simulated network, in virtual time.
 */
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Simulator } from '../../dist/engine/simulator.js';
import { Streams } from '../../dist/engine/streams.js';
import { Audit } from '../../dist/protocol/virtual/audit.js';
import { install } from '../../dist/protocol/virtual/install.js';
import { Kernel } from '../../dist/protocol/virtual/kernel.js';

const WORLD = `
version: 1
title: a suite's server behind an edge
run: { seed: 1, duration: 1h }
places: [frankfurt]
nodes:
  client: { kind: clients, count: 1 }
  edge: { kind: cache, capacity: 1GiB, parent: origin }
  origin: { kind: origin }
traffic:
  # Nobody asks but the suite: one request in three years.
  none: { kind: web, from: client, to: edge, transport: tcp, arrivals: { poisson: 0.00000001rps },
          catalog: { objects: 1, popularity: { zipf: 1 }, size: 1kB } }
`;
const ROLES = { client: 0, edge: 1, origin: 2 };
const SERVER_PORT = 8000;
/** Tests at a time: the suite's own number. */
const AT_ONCE = 100;

const { folder, draining = 'ticks' } = workerData;
const chance = new Streams('loading', 0).stream('protocol');
const life = { kernel: new Kernel(new Simulator()), random: chance };
install(life);

const { read } = await import('../../dist/index.js');
const { build } = await import('../../dist/scenario/build.js');
const { equip, speak } = await import('../../dist/protocol/speak.js');
const { agentOf } = await import('../../dist/protocol/http/agents.js');
const { HTTP_PORT, hostOf } = await import('../../dist/protocol/http/speaking.js');
const { VirtualNetwork } = await import('../../dist/protocol/wire/network.js');
const { WireHash } = await import('../../dist/protocol/wire/wire-hash.js');
const { loadSuite, startServer } = await import('./suite.mjs');

const { scenario, problems } = read(WORLD, { file: 'conformance.yaml' });
if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
const { world } = build(scenario, 0);
const kernel = new Kernel(world.simulator, draining);
Object.assign(life, { kernel, random: world.streams.stream('protocol/chance') });
const hash = new WireHash();
const network = new VirtualNetwork(kernel, world, { answered: () => {}, hash });
const speaking = { kernel, world, network };
speak(scenario, equip(scenario, speaking, hash));

/** Whoever listens, listens on the origin's node: that is the suite's server. */
net.Server.prototype.listen = function listen() {
  network.listen(ROLES.origin, HTTP_PORT, (socket) => this.emit('connection', socket));
  this.address = () => ({ family: 'IPv4', address: hostOf(ROLES.origin), port: HTTP_PORT });
  // Node's own listener begins sweeps by a real clock.
  const told = this.rawListeners('listening').filter(({ name }) => !name.startsWith('setup'));
  for (const each of told) process.nextTick(() => each.call(this));
  return this;
};
const from = { node: ROLES.client, device: 0 };
const lane = world.nodes[ROLES.client].lane('suite');
/** Whoever dials, dials the edge: that is undici, which the suite of today asks with. */
net.connect = () => network.dial({ from, lane, to: ROLES.edge, port: HTTP_PORT });
syncBuiltinESMExports();

await startServer(folder, SERVER_PORT);
const { version, groups, run, getResults } = await loadSuite(folder);
const agent = agentOf(speaking, {
  from,
  lane,
  most: Number.POSITIVE_INFINITY,
  idleMs: 60_000,
});

const audit = new Audit();
audit.begin();
let isDone = false;
const base = `http://${hostOf(ROLES.edge)}`;
const running = kernel.run(scenario.run.durationMs);
run(base, AT_ONCE, agent).then(() => {
  isDone = true;
  kernel.stop();
});
await running;
const escapes = audit.end();
parentPort.postMessage({
  version,
  isDone,
  escapes,
  groups: JSON.parse(JSON.stringify(groups)),
  results: getResults(),
  hash: hash.toString(),
  virtualMs: kernel.nowMs,
});
