/** What went wrong with a file, in words for its owner. */

/** A file that cannot be used as asked: the user's to put right. */
export class FileError extends Error {
  override readonly name = 'FileError';
  /** What is wrong, for messages that name the file themselves. */
  readonly reason: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.reason = reason;
  }
}

/** What error numbers of POSIX mean to somebody who does not know them. */
const MEANING: Readonly<Record<string, string>> = {
  ENOENT: 'not found',
  EISDIR: 'is a folder',
  ENOTDIR: 'part of the path is not a folder',
  EEXIST: 'part of the path is not a folder',
  EACCES: 'not allowed',
  EPERM: 'not allowed',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its symbolic links lead in a circle',
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

/**
 * @param expected completes `path: what is wrong: expected …`.
 * @returns the error for a user, or the given one when it does not come from the file system.
 */
export function fileProblem(path: string, error: unknown, expected: string): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  return new FileError(path, `${MEANING[code] ?? code}: expected ${expected}`);
}
