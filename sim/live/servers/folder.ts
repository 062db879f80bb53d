/** A private folder for what servers write. */
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFolder, removeFolder } from './cleaning.ts';

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
