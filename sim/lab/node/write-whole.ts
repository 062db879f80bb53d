/** Writes a file whole or not at all: what stands under its name is never half of something. */
import { randomUUID } from 'node:crypto';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from './file-problem.ts';

/** Where a name leads: through symbolic links, so that the link stays and its target changes. */
const targetOf = (path: string): Promise<string> => realpath(path).catch(() => path);

/** A device or a pipe (`/dev/null`) is written to; putting a file in its place would destroy it. */
async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function replace(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  // In the same folder, because a rename replaces a file at once only within one file system.
  const half = join(folder, `.${basename(path)}.${randomUUID()}.part`);
  try {
    await writeFile(half, text, { flag: 'wx' });
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/**
 * Writes `text` to `path`, with the folders it needs.
 *
 * @throws FileError when the place cannot be written; whatever stood there before still does.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  try {
    const target = await targetOf(path);
    await ((await isSpecial(target)) ? writeFile(target, text) : replace(target, text));
  } catch (error) {
    throw fileProblem(path, error, 'a path that can be written');
  }
}
