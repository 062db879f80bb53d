/** What live tests need of the machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { builtMain } from '../built.ts';

/** Debian packages, by the program that they bring. */
const PACKAGES: Readonly<Record<string, string>> = {
  nginx: 'nginx',
  varnishd: 'varnish',
  haproxy: 'haproxy',
  traffic_server: 'trafficserver',
  squid: 'squid',
  mosquitto: 'mosquitto',
  prosody: 'prosody',
  'nats-server': 'nats-server',
};

const isHere = (program: string): boolean =>
  spawnSync('which', [program], { env: { PATH: `${process.env.PATH}:/usr/sbin` } }).status === 0;

const missing = Object.keys(PACKAGES).filter((program) => !isHere(program));
if (missing.length > 0) {
  const packages = missing.map((program) => PACKAGES[program]);
  const reason = `missing servers: apt-get install ${packages.join(' ')}`;
  if (process.env.CI === 'true') throw new Error(reason);
  console.warn(`live tests are skipped: ${reason}`);
}
export const hasServers = missing.length === 0;

/** Keeps other programs of a busy machine out, where it lets us. */
const ahead = spawnSync('chrt', ['-f', '20', 'true']).status === 0 ? ['chrt', '-f', '20'] : [];

export interface Started {
  readonly child: ChildProcess;
  /** Grows while it runs. */
  readonly log: { stderr: string };
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Starts the program, with temporary files in a folder that the test can look into. */
export function start(words: readonly string[], folder: string): Started {
  const [program, ...args] = [...ahead, process.execPath, builtMain(), ...words];
  const child = spawn(program!, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TMPDIR: folder },
  });
  const log = { stderr: '' };
  child.stderr.on('data', (chunk) => {
    log.stderr += chunk;
  });
  const out = text(child.stdout);
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', async (code) => {
      resolve({ code, stdout: await out, stderr: log.stderr });
    });
  });
  return { child, log, ended };
}

/** Waits until the program has said something. */
export async function said({ log, ended }: Started, word: string): Promise<void> {
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!log.stderr.includes(word)) {
    if (hasEnded) throw new Error(`ended without ${word}: ${log.stderr}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Processes whose command line names a folder. */
export function processesOf(folder: string): number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${folder}/twinwing-live-`);
    } catch {
      return false;
    }
  });
}

/** @returns undefined: it has ended. */
export function programOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.split('/').at(-1);
  } catch {
    return undefined;
  }
}

/**
 * Whether our program does something of its own by signals: by SIGHUP (1), for Node itself catches SIGINT. Source: proc(5), SigCgt.
 *
 * @param word of its command line: until then it is what has started it.
 */
export function takesSignals(pid: number, word: string): boolean {
  if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word)) return false;
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number.parseInt(caught![1]!.slice(-1), 16) & 1) !== 0;
}

/** Private folders of runs in a folder. */
export const leftIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('twinwing-live-'));
