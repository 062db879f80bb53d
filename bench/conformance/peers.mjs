/**
 * The suite against nginx, Varnish and Squid of this machine, in real time, by hand:
 *
 *     node bench/conformance/peers.mjs [--folder=SUITE]
 *
 * Each is set up as the containers of the suite's repository do it, on its own port, and started by this process as root. What each test came to
 * is counted as for our edge, and kept in verdicts.json under `peers`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { NPM_EDITION } from './suite.mjs';

const { values } = parseArgs({ options: { folder: { type: 'string', default: NPM_EDITION } } });
const ORIGIN = 18_700;
const BEGINS_MS = 3000;
const folder = mkdtempSync(join(tmpdir(), 'peers-'));
const file = (name, text) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const peers = {
  nginx: {
    port: 18_701,
    command: () => [
      'nginx',
      '-p',
      folder,
      '-c',
      file(
        'nginx.conf',
        `daemon off; user root; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events {}
http { access_log off; proxy_cache_path ${folder}/nginx levels=1:2 keys_zone=c:8m max_size=1000m inactive=600m;
proxy_temp_path ${folder}/nginx-tmp;
server { listen 127.0.0.1:18701; location / { proxy_pass http://127.0.0.1:${ORIGIN}; proxy_cache c; proxy_cache_revalidate on; proxy_http_version 1.1; } } }`,
      ),
    ],
  },
  varnish: {
    port: 18_702,
    command: () => [
      ...['varnishd', '-n', join(folder, 'varnish'), '-F', '-j', 'none', '-a', '127.0.0.1:18702'],
      ...['-b', `127.0.0.1:${ORIGIN}`, '-s', 'malloc,64M'],
      // By itself it serves what has been stale for 10 s, and keeps nothing longer to ask whether it is still the same.
      ...['-p', 'default_grace=0', '-p', 'default_keep=10'],
    ],
  },
  squid: {
    port: 18_703,
    command: () => [
      ...['squid', '-N', '-f'],
      file(
        'squid.conf',
        `http_port 127.0.0.1:18703 accel defaultsite=localhost no-vhost
cache_peer 127.0.0.1 parent ${ORIGIN} 0 no-query no-digest originserver default name=myAccel
acl our_sites dstdomain localhost
cache_peer_access myAccel allow all
http_access allow all
shutdown_lifetime 1 second
connect_retries 3
pid_filename ${folder}/squid.pid
cache_log ${folder}/squid.log
access_log none
cache_mem 64 MB
coredump_dir ${folder}
`,
      ),
    ],
  },
};

const started = [];
const start = (command, options = {}) => {
  const child = spawn(command[0], command.slice(1), { stdio: 'ignore', ...options });
  started.push(child);
  return child;
};
process.on('exit', () => {
  for (const child of started) child.kill('SIGKILL');
});

mkdirSync(join(folder, 'nginx'), { recursive: true });
const origin = `import { startServer } from '${new URL('./suite.mjs', import.meta.url)}';
await startServer(${JSON.stringify(values.folder)}, ${ORIGIN});`;
start([process.execPath, '--input-type=module', '-e', origin], { cwd: values.folder });
const answers = {};
for (const [name, { port, command }] of Object.entries(peers)) {
  const child = start(command());
  await pause(BEGINS_MS);
  const base = `http://127.0.0.1:${port}`;
  const live = new URL('./live.mjs', import.meta.url).pathname;
  const out = execFileSync(process.execPath, [live, base, values.folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    cwd: values.folder,
  });
  answers[name] = JSON.parse(out.slice(out.indexOf('{"version"')));
  console.log(name, JSON.stringify(answers[name].counts));
  child.kill('SIGTERM');
}
if (values.folder === NPM_EDITION) {
  const path = new URL('./verdicts.json', import.meta.url);
  const kept = JSON.parse(readFileSync(path, 'utf8'));
  const of = ({ required, optimal, check }) => ({
    required: required.pass,
    optimal: optimal.pass,
    check: check.yes,
  });
  kept.peers = Object.fromEntries(
    Object.entries(answers).map(([name, { counts }]) => [name, of(counts)]),
  );
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
}
process.exit(0);
