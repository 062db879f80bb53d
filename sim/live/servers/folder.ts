/** A private folder for what servers write. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepFolder, removeFolder } from './cleaning.ts';
import type { ServerPlan, Startable } from './software.ts';

const PREFIX = 'twinwing-live-';

export class Folder {
  #path: string | undefined;

  /** A folder in it, empty. */
  inner(name: string): string {
    if (this.#path === undefined) {
      this.#path = mkdtempSync(join(tmpdir(), PREFIX));
      keepFolder(this.#path);
      // Servers that root starts go on as users of their own, who must get through.
      chmodSync(this.#path, 0o711);
    }
    const path = join(this.#path, name);
    mkdirSync(path);
    return path;
  }

  remove(): void {
    if (this.#path !== undefined) removeFolder(this.#path);
    this.#path = undefined;
  }
}

/** Writes a server's configuration into its folder, which must belong to whom it runs as. */
export function writeFiles(server: Startable, plan: ServerPlan): void {
  const { folder } = plan;
  for (const [name, text] of Object.entries(server.files(plan))) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const { user } = server;
  if (user !== undefined && process.getuid?.() === 0) give(folder, user);
}

function give(folder: string, user: string): void {
  let ids: number[];
  try {
    const ask = (what: string) =>
      execFileSync('id', [what, user], { stdio: ['ignore', 'pipe', 'ignore'] });
    ids = ['-u', '-g'].map((what) => Number(ask(what)));
  } catch {
    // There is no such user, so the server is not installed: its start says so.
    return;
  }
  const entries = readdirSync(folder, { recursive: true }).map((entry) =>
    join(folder, String(entry)),
  );
  for (const path of [folder, ...entries]) chownSync(path, ids[0]!, ids[1]!);
}
