/** A Result that an earlier run left in a file. */
import { readFileSync } from 'node:fs';
import { RESULT_FORMAT, RESULT_VERSION, type Result } from '../index.ts';
import { FileError, fileProblem } from '../lab/node/file-problem.ts';

const EXPECTED = 'a result, as twinwing run --out writes it';

/** @throws FileError when it cannot be read or is none. */
export function readResult(path: string): Result {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileError(path, `no JSON: expected ${EXPECTED}`);
    throw fileProblem(path, error, EXPECTED);
  }
  const { format, version, replications } = (data ?? {}) as Partial<Result>;
  if (format !== RESULT_FORMAT || !Array.isArray(replications)) {
    throw new FileError(path, `no result: expected ${EXPECTED}`);
  }
  if (version !== RESULT_VERSION) {
    throw new FileError(path, `result of version ${version}: expected version ${RESULT_VERSION}`);
  }
  return data as Result;
}
