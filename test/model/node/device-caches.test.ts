import { describe, expect, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { DeviceCaches, NO_SLOT } from '../../../sim/model/node/device-caches.ts';

/** The same, as a list of copies for each device, last used first. */
class SlowTwin {
  readonly #copies: { object: number; bytes: number; madeMs: number }[][];
  readonly #capacityBytes: number;

  constructor(devices: number, capacityBytes: number) {
    this.#copies = Array.from({ length: devices }, () => []);
    this.#capacityBytes = capacityBytes;
  }

  find(device: number, object: number) {
    return this.#copies[device]!.find((copy) => copy.object === object);
  }

  touch(device: number, object: number): void {
    const copy = this.find(device, object)!;
    this.#copies[device] = [copy, ...this.#copies[device]!.filter((one) => one !== copy)];
  }

  put(device: number, object: number, bytes: number, madeMs: number): void {
    const old = this.find(device, object);
    if (old !== undefined && old.madeMs > madeMs) return;
    if (old?.bytes === bytes) {
      old.madeMs = madeMs;
      return;
    }
    const others = this.#copies[device]!.filter((one) => one !== old);
    this.#copies[device] = others;
    if (bytes > this.#capacityBytes) return;
    const used = () => others.reduce((sum, one) => sum + one.bytes, 0);
    while (used() + bytes > this.#capacityBytes) others.pop();
    others.unshift({ object, bytes, madeMs });
  }
}

describe('caches of many devices', () => {
  it('hold what a list for each device holds, after 40,000 requests of 60 devices', () => {
    const random = new Streams('devices', 0).stream('requests');
    const caches = new DeviceCaches(60, 1000);
    const twin = new SlowTwin(60, 1000);
    let hits = 0;
    for (let request = 0; request < 40_000; request += 1) {
      const device = random.below(60);
      const object = Math.min(random.below(300), random.below(300));
      const slot = caches.find(device, object);
      const copy = twin.find(device, object);
      expect(slot !== NO_SLOT).toBe(copy !== undefined);
      if (copy !== undefined) {
        hits += 1;
        expect(caches.generatedAtMs[slot]).toBe(copy.madeMs);
        caches.touch(slot);
        twin.touch(device, object);
      }
      if (copy !== undefined && random.below(4) > 0) continue;
      // Some objects change their size, some are larger than a cache, some copies are older.
      const bytes = 1 + ((object * 37) % 90) + (random.below(20) === 0 ? random.below(1200) : 0);
      const madeMs = request - random.below(3000);
      caches.put(device, object, bytes, madeMs, 0);
      twin.put(device, object, bytes, madeMs);
    }
    expect(hits).toBeGreaterThan(2000);
    expect(caches.evictions).toBeGreaterThan(5000);
  });
});
