import { describe, expect, it } from 'vitest';
import type { World } from '../../sim/model/node/world.ts';
import { Addresses } from '../../sim/protocol/wire/addresses.ts';

/** Nodes with so many devices; those that are none have none. */
const addressesOf = (devices: readonly (number | undefined)[]): Addresses =>
  new Addresses({ nodes: devices.map((count) => ({ devices: count })) } as unknown as World);

describe('addresses', () => {
  it('are those of one device or node each, however many there are', () => {
    const counts = [70_000, undefined, 1, 257, ...Array.from({ length: 200 }, () => 3)];
    const addresses = addressesOf(counts);
    const all = counts.flatMap((count = 0, node) => [
      addresses.of(node, -1),
      ...Array.from({ length: count }, (_, device) => addresses.of(node, device)),
    ]);
    expect(new Set(all).size).toBe(all.length);
    for (const address of all) {
      const parts = address.split('.').map(Number);
      expect(parts.length === 4 && parts.every((part) => part >= 0 && part < 256)).toBe(true);
    }
  });

  it('are refused where there are not enough', () => {
    expect(() => addressesOf([255 * 65_536]).of(0, 255 * 65_536 - 1)).not.toThrow();
    expect(() => addressesOf([255 * 65_536, 1]).of(0, 0)).toThrow('more devices than addresses');
  });
});
