/**
 * Compression in place: zlib works in other threads, which nobody could wait for. What is written is done
 * at once, and told at the next tick.
 */
import zlib from 'node:zlib';

type Given = unknown[];

/** What is behind a stream of `node:zlib`; not public. */
interface Handle {
  init(...given: Given): unknown;
  write(...given: Given): void;
  writeSync(...given: Given): void;
}

/** What a handle has been told to call when it has worked. */
const told = new WeakMap<Handle, (this: Handle) => void>();

const kinds = [() => zlib.createDeflateRaw(), () => zlib.createBrotliCompress()];

/** @returns what puts it back. */
export function compressInPlace(): () => void {
  const undo = kinds.map((make) => {
    const stream = make() as unknown as { _handle: Handle; close(): void };
    const prototype = Object.getPrototypeOf(stream._handle) as Handle;
    stream.close();
    return replaceIn(prototype);
  });
  return () => {
    for (const each of undo) each();
  };
}

function replaceIn(prototype: Handle): () => void {
  const { init, write } = prototype;
  prototype.init = function initNoting(this: Handle, ...given: Given) {
    const done = given.find((each) => typeof each === 'function');
    if (done !== undefined) told.set(this, done as (this: Handle) => void);
    return init.apply(this, given);
  };
  prototype.write = function writeInPlace(this: Handle, ...given: Given) {
    this.writeSync(...given);
    process.nextTick(() => told.get(this)?.call(this));
  };
  return () => {
    prototype.init = init;
    prototype.write = write;
  };
}
