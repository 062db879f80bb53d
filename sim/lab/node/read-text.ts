/** Reads files that people write by hand: small, or a mistake. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FileError, fileProblem } from './file-problem.ts';

/** Scenarios have some kilobytes; a hundred thousand lines are somebody else's file. */
export const MAX_TEXT_BYTES = 4 * 1024 * 1024;

const MIB = 1024 * 1024;
const CHUNK_BYTES = 65_536;

/** File descriptor 0, as POSIX has it. */
const STDIN = 0;

function tooLarge(name: string, bytes?: number): FileError {
  const found = bytes === undefined ? 'too long' : `${Math.ceil(bytes / MIB)} MiB`;
  return new FileError(name, `${found}: expected at most ${MAX_TEXT_BYTES / MIB} MiB`);
}

/** Reads to the end, but never more than is allowed: a pipe has no size to ask for. */
function readAll(descriptor: number, name: string): string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
    if (read === 0) return Buffer.concat(chunks).toString('utf8');
    bytes += read;
    if (bytes > MAX_TEXT_BYTES) throw tooLarge(name);
    chunks.push(chunk.subarray(0, read));
  }
}

function readOpen(descriptor: number, path: string): string {
  const found = fstatSync(descriptor);
  if (found.isDirectory()) throw new FileError(path, 'is a folder: expected a file');
  if (found.size > MAX_TEXT_BYTES) throw tooLarge(path, found.size);
  return readAll(descriptor, path);
}

/**
 * @param path a file, or `-` for standard input.
 * @param expected what it should be, for the message when it cannot be read.
 * @throws FileError when it cannot be read or is too large to be what it should be.
 */
export function readText(path: string, expected = 'a file that can be read'): string {
  const isStdin = path === '-';
  try {
    if (isStdin) return readAll(STDIN, 'standard input');
    const descriptor = openSync(path, 'r');
    try {
      return readOpen(descriptor, path);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw fileProblem(path, error, expected);
  }
}
