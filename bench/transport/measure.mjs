/**
 * Times of real transfers over the kernel's TCP, for test/model/net/transport/linux.json and linux-bbr.json: node:http in two
 * network namespaces with bench/transport/link.c between them. Needs root, /dev/net/tun, ip, gcc.
 *
 *   node bench/transport/measure.mjs [cubic|reno|bbr] > table.json
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PATHS = [
  { roundTripMs: 20, mbitPerSecond: 10 },
  { roundTripMs: 50, mbitPerSecond: 10 },
  { roundTripMs: 20, mbitPerSecond: 50 },
  { roundTripMs: 50, mbitPerSecond: 50 },
];
const LOSSES = [
  { lossPercent: 0, runs: 5 },
  { lossPercent: 1, runs: 31 },
];
const SIZES = [1e3, 10e3, 30e3, 100e3, 300e3, 1e6, 3e6];
/** What the two programs themselves need: one small answer over a link that costs nothing. */
const HOST = { roundTripMs: 0, mbitPerSecond: 10_000 };
const HOST_RUNS = { lossPercent: 0, runs: 31 };
/** More than any transfer has under way, so that nothing is lost but by `lossPercent`. */
const QUEUE_PACKETS = 3000;
const [SERVER, CLIENT] = ['twinwing-a', 'twinwing-b'];
const PORT = 8080;

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const sh = (command) => execFileSync('sh', ['-c', command], { encoding: 'utf8' });
const into = (space, command) => ['ip', ['netns', 'exec', space, ...command]];

function openSpace(space, device, own, other, congestion) {
  sh(`ip link set ${device} netns ${space}`);
  const inside = (command) => sh(`ip netns exec ${space} ${command}`);
  inside('ip link set lo up');
  inside(`ip addr add ${own} peer ${other} dev ${device}`);
  inside(`ip link set ${device} mtu 1500 txqueuelen 10000 up`);
  // What one connection learns of the path must not help the next one.
  inside('sysctl -qw net.ipv4.tcp_no_metrics_save=1');
  // Only the first namespace may change its default.
  inside(`ip route replace ${other} dev ${device} congctl ${congestion}`);
}

const ready = (child) =>
  new Promise((resolve) => child.stdout.once('data', (text) => resolve(text.toString())));

async function measure(link, path, { lossPercent, runs }, congestion) {
  for (const space of [SERVER, CLIENT]) sh(`ip netns add ${space}`);
  const { roundTripMs, mbitPerSecond } = path;
  const numbers = [roundTripMs / 2, mbitPerSecond, lossPercent, QUEUE_PACKETS, 1].map(String);
  const wire = spawn(link, ['tw-a', 'tw-b', ...numbers], { stdio: 'inherit' });
  try {
    await new Promise((resolve) => setTimeout(resolve, 300));
    openSpace(SERVER, 'tw-a', '10.99.0.1', '10.99.0.2', congestion);
    openSpace(CLIENT, 'tw-b', '10.99.0.2', '10.99.0.1', congestion);
    const server = spawn(...into(SERVER, [process.execPath, here('peer.mjs'), 'serve', `${PORT}`]));
    await ready(server);
    const client = ['ask', '10.99.0.1', `${PORT}`, `${runs}`, ...SIZES.map(String)];
    const child = spawn(...into(CLIENT, [process.execPath, here('peer.mjs'), ...client]), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const part of child.stdout) text += part;
    server.kill();
    return JSON.parse(text);
  } finally {
    wire.kill();
    for (const space of [SERVER, CLIENT]) sh(`ip netns del ${space}`);
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const congestion = process.argv[2] ?? 'cubic';
const folder = mkdtempSync(join(tmpdir(), 'twinwing-'));
const link = join(folder, 'link');
execFileSync('gcc', ['-O2', '-o', link, here('link.c')]);
const alone = await measure(link, HOST, HOST_RUNS, congestion);
const hostMs = Number(median(alone[SIZES[0]]).toFixed(2));
console.error(JSON.stringify({ hostMs }));
const table = [];
for (const path of PATHS) {
  for (const loss of LOSSES) {
    const timesMs = await measure(link, path, loss, congestion);
    const medians = SIZES.map((bytes) => Number(median(timesMs[bytes]).toFixed(2)));
    table.push({ ...path, ...loss, mediansMs: medians });
    console.error(JSON.stringify(table.at(-1)));
  }
}
rmSync(folder, { recursive: true });
const date = new Date().toISOString().slice(0, 10);
const about = { kernel: release(), node: process.version, date, congestion, hostMs };
console.log(JSON.stringify({ ...about, sizesBytes: SIZES, table }, null, 1));
