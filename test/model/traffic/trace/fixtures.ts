import { Buffer } from 'node:buffer';
import { TraceBatch, type TraceDecoder } from '../../../../sim/model/traffic/trace/batch.ts';

/** One oracleGeneral record; the id is a bigint because it has 64 bits. */
export interface OracleRecord {
  readonly time: number;
  readonly id: bigint;
  readonly size: number;
}

/** Writes oracleGeneral, 24 bytes a record; the next access is always "none". */
export function oracleGeneral(records: readonly OracleRecord[]): Uint8Array {
  const bytes = Buffer.alloc(24 * records.length);
  records.forEach(({ time, id, size }, index) => {
    const at = 24 * index;
    bytes.writeUInt32LE(time, at);
    bytes.writeBigUInt64LE(id, at + 4);
    bytes.writeUInt32LE(size, at + 12);
    bytes.writeBigInt64LE(-1n, at + 16);
  });
  return bytes;
}

export interface Request {
  readonly timeMs: number;
  readonly object: number;
  readonly bytes: number;
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Every request a decoder gives for these chunks, through batches of the given capacity. */
export function decodeAll(
  decoder: TraceDecoder,
  chunks: readonly Uint8Array[],
  capacity = 7,
): Request[] {
  const requests: Request[] = [];
  const batch = new TraceBatch(capacity);
  const drain = () => {
    while (decoder.read(batch)) {
      for (let i = 0; i < batch.count; i++) {
        const timeMs = batch.timesMs[i]!;
        requests.push({ timeMs, object: batch.objects[i]!, bytes: batch.bytes[i]! });
      }
      batch.count = 0;
    }
  };
  for (const chunk of chunks) {
    decoder.push(chunk);
    drain();
  }
  decoder.end();
  drain();
  return requests;
}

/** Cuts bytes at the given places, in any order and with repetitions. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...places].sort((a, b) => a - b);
  const bounds = [0, ...sorted.map((place) => Math.min(place, bytes.length)), bytes.length];
  return bounds.slice(1).map((to, index) => bytes.subarray(bounds[index], to));
}
