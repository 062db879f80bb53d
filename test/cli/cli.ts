/** Runs the built program on small scenarios, as a user would. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtMain } from '../built.ts';

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A run that takes longer hangs. */
const PATIENCE_MS = 50_000;

/** What CI and terminals put there would change colours and widths. */
const PLAIN = { PATH: process.env.PATH ?? '', HOME: tmpdir() };

export function twinwing(
  words: readonly string[],
  { cwd, stdin, env }: Surroundings = {},
): Finished {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [builtMain(), ...words], {
    cwd,
    input: stdin ?? '',
    env: { ...PLAIN, ...env },
    encoding: 'utf8',
    timeout: PATIENCE_MS,
    maxBuffer: 2 ** 28,
  });
  // A program may stop reading before its input ends.
  if (error !== undefined && (error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  return { code: status, stdout, stderr };
}

/** A folder of its own for each test file; remove it at the end. */
export function workshop() {
  const folder = mkdtempSync(join(tmpdir(), 'twinwing-cli-'));
  return {
    folder,
    /** @returns the name that the file has in the folder. */
    write(name: string, text: string): string {
      writeFileSync(join(folder, name), text);
      return name;
    },
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
    names: () => readdirSync(folder, { recursive: true }).map(String).sort(),
    run: (words: readonly string[], more: Surroundings = {}) =>
      twinwing(words, { cwd: folder, ...more }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A stack trace: no user should ever see one. */
export const STACK = /\n\s+at /;

interface Small {
  readonly assert?: readonly string[];
  readonly edge?: string;
  readonly traffic?: string;
  readonly more?: string;
}

/** One cache before one origin for half a minute: runs in a moment. */
export const small = ({
  assert = ['error_ratio < 1%'],
  edge = '{ kind: cache, capacity: 1MiB, policy: lru, parent: origin }',
  traffic = '{ kind: web, from: viewers, to: edge, arrivals: { poisson: 100rps }, catalog: { objects: 1000, popularity: { zipf: 0.9 }, size: 10KiB } }',
  more = '',
}: Small = {}) => `version: 1
title: Small
run: { seed: 7, duration: 30s, warmup: 5s }
places: [virginia]
nodes:
  viewers: { kind: clients, count: 10, access: fibre }
  edge: ${edge}
  origin: { kind: origin, workers: 8, service: 5ms }
traffic:
  pages: ${traffic}
${more}assert:
${assert.map((line) => `  - ${line}`).join('\n')}
`;
