/** The built program, for tests that run it as users do. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');

/** Test files run side by side and only one of them may build. */
const LOCK = join(ROOT, 'out/.building');
/** Compiling takes seconds; a lock older than this was left behind. */
const STALE_LOCK_MS = 60_000;
const PAUSE_MS = 100;

function newestMs(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Math.max(...files.map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs));
}

const isFresh = (): boolean =>
  existsSync(MAIN) && statSync(MAIN).mtimeMs >= newestMs(join(ROOT, 'sim'));

/** @returns whether the lock is ours now. */
function lock(): boolean {
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    const age = existsSync(LOCK) ? Date.now() - statSync(LOCK).mtimeMs : 0;
    if (age > STALE_LOCK_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);

/** @returns the built `twinwing`, after building it when it is missing or older than its source. */
export function builtMain(): string {
  while (!isFresh()) {
    if (!lock()) {
      pause();
      continue;
    }
    try {
      if (!isFresh()) execFileSync('npm', ['run', '--silent', 'build:sim'], { cwd: ROOT });
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
  }
  return MAIN;
}
