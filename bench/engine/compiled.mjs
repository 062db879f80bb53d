import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const WORKSHOP = join(tmpdir(), 'twinwing-bench');

/**
 * Compiles one of the programs in peers/ into the system's folder for temporary files.
 *
 * @returns its path, or why there is none.
 */
export function compiled(name, flags = []) {
  mkdirSync(WORKSHOP, { recursive: true });
  const program = join(WORKSHOP, name);
  const source = `bench/engine/peers/${name}.cpp`;
  const run = spawnSync('g++', ['-O3', '-o', program, source, ...flags], { encoding: 'utf8' });
  if (run.error !== undefined) return { missing: 'g++ is not installed' };
  if (run.status !== 0) return { missing: `g++: ${run.stderr.trim().split('\n')[0]}` };
  return { program };
}
