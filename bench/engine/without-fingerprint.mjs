/**
 * The engine as it would be without fingerprints, to tell what they cost: a copy of the build and of
 * this folder in which events are not hashed.
 */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSHOP } from './compiled.mjs';

/** Of the events in the queue, and of those of now. */
const HASHES = 2;
const HASHING = /^.*\bfingerprint\.add\(.*\);\n/gm;

/** @returns the path of its measure.mjs. @throws Error when other lines hash than are known. */
export function withoutFingerprint() {
  const copy = mkdtempSync(join(WORKSHOP, 'plain-'));
  cpSync('dist/engine', join(copy, 'dist/engine'), { recursive: true });
  cpSync('bench/engine', join(copy, 'bench/engine'), { recursive: true });
  cpSync('package.json', join(copy, 'package.json'));
  const path = join(copy, 'dist/engine/simulator.js');
  const source = readFileSync(path, 'utf8');
  const found = source.match(HASHING)?.length ?? 0;
  if (found !== HASHES)
    throw new Error(`${path}: ${found} lines hash an event: expected ${HASHES}`);
  writeFileSync(path, source.replace(HASHING, ''));
  return join(copy, 'bench/engine/measure.mjs');
}
