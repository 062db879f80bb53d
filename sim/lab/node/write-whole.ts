/** Writes a file whole or not at all: what stands under its name is never half of something. */
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { fileProblem } from './file-problem.ts';

/** Where a name leads: through symbolic links, so that the link stays and its target changes. */
const targetOf = (path: string): Promise<string> => realpath(path).catch(() => path);

/** A device or a pipe (`/dev/null`) is written to; putting a file in its place would destroy it. */
async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

async function replace(path: string, write: (half: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  // In the same folder, because a rename replaces a file at once only within one file system.
  const half = join(folder, `.${basename(path)}.${randomUUID()}.part`);
  try {
    await write(half);
    await rename(half, path);
  } catch (error) {
    await rm(half, { force: true });
    throw error;
  }
}

/**
 * Writes text or bytes to `path`, with the folders it needs.
 *
 * @throws FileError when the place cannot be written; whatever stood there before still does.
 */
export async function writeWhole(path: string, text: string | Uint8Array): Promise<void> {
  try {
    const target = await targetOf(path);
    if (await isSpecial(target)) await writeFile(target, text);
    else await replace(target, (half) => writeFile(half, text, { flag: 'wx' }));
  } catch (error) {
    throw fileProblem(path, error, 'a path that can be written');
  }
}

/**
 * The same for bytes that come in pieces, compressed with gzip.
 *
 * @throws FileError as above; whatever the pieces throw.
 */
export async function writeWholeGzip(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  let isFile = false;
  const write = async (target: string) => {
    const file = createWriteStream(target);
    // Pieces may fail for reasons of their own, which are not the file's.
    file.once('error', () => {
      isFile = true;
    });
    await pipeline(Readable.from(pieces), createGzip({ level: 9 }), file);
  };
  const target = await targetOf(path);
  try {
    if (await isSpecial(target)) await write(target);
    else await replace(target, write);
  } catch (error) {
    const isSystem = isFile || (error as NodeJS.ErrnoException).syscall !== undefined;
    throw isSystem ? fileProblem(path, error, 'a path that can be written') : error;
  }
}
