/**
 * The two ends of a measurement, each in its own network namespace: `peer.mjs serve PORT`, or
 * `peer.mjs ask HOST PORT RUNS SIZE…`, which prints the times of all transfers as JSON.
 */
import { Buffer } from 'node:buffer';
import { createServer, get } from 'node:http';
import { performance } from 'node:perf_hooks';

const TRANSFER_TIMEOUT_MS = 60_000;

function serve(port) {
  const server = createServer((request, response) => {
    const bytes = Number(request.url.slice(1));
    response.writeHead(200, { 'content-length': bytes });
    response.end(Buffer.alloc(bytes, 1));
  });
  server.listen(port, () => console.log('ready'));
}

/** @returns ms from the wish to the last byte, over a connection of its own. */
const transfer = (host, port, bytes) =>
  new Promise((resolve, reject) => {
    const startMs = performance.now();
    const request = get({ host, port, path: `/${bytes}`, agent: false }, (response) => {
      response.on('data', () => {});
      response.on('end', () => resolve(performance.now() - startMs));
    });
    request.setTimeout(TRANSFER_TIMEOUT_MS, () => request.destroy(new Error('timeout')));
    request.on('error', reject);
  });

async function ask(host, port, runs, sizes) {
  await transfer(host, port, 1000);
  const timesMs = Object.fromEntries(sizes.map((bytes) => [bytes, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const bytes of sizes) timesMs[bytes].push(await transfer(host, port, bytes));
  }
  console.log(JSON.stringify(timesMs));
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'serve') serve(Number(rest[0]));
else await ask(rest[0], Number(rest[1]), Number(rest[2]), rest.slice(3).map(Number));
