/** Traces of the shared data, decoded once into plain arrays, so that programs that measure do not decode. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { WORKSHOP } from '../engine/compiled.mjs';
import { traceLog } from '../papers/compiled.mjs';

const shared = resolve(process.env.TWINWING_SHARED ?? '../shared', 'data/cache');
export const SHARED = existsSync(shared) ? shared : undefined;

/** @returns the file with the trace's dense object numbers, 32 bits each. */
export async function decodedFile(name) {
  const path = join(WORKSHOP, `${name}.i32`);
  if (existsSync(path)) return path;
  mkdirSync(WORKSHOP, { recursive: true });
  const { object } = await traceLog(SHARED, name);
  writeFileSync(
    `${path}.part`,
    new Uint8Array(object.buffer, object.byteOffset, object.byteLength),
  );
  renameSync(`${path}.part`, path);
  return path;
}

/** A log of unit sizes from such a file. */
export function decodedLog(path) {
  const file = readFileSync(path);
  const object = new Int32Array(file.length / 4);
  new Uint8Array(object.buffer).set(file);
  const objects = object.reduce((most, id) => Math.max(most, id + 1), 0);
  return {
    requests: object.length,
    objects,
    object,
    bytes: new Uint32Array(object.length).fill(1),
  };
}

/** The first part of a log. */
export function beginning({ objects, object, bytes }, requests) {
  return { requests, objects, object: object.subarray(0, requests), bytes };
}
