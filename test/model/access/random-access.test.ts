import { describe, expect, it } from 'vitest';
import { beta } from '../../../sim/engine/gamma.ts';
import type { Random } from '../../../sim/engine/random.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import {
  RandomAccess,
  type RandomAccessSettings,
  TR_37868,
} from '../../../sim/model/access/random-access.ts';

interface Figures {
  /** Share of the devices that got a connection, and preambles that those took. */
  readonly success: number;
  readonly tries: number;
  /** Preambles chosen twice or more, of all preambles of all opportunities in the period. */
  readonly collisions: number;
}

/** All devices of a cell ask once, each at its time within the period. */
function accesses(
  devices: number,
  periodMs: number,
  arrival: (random: Random) => number,
  seed = 0,
): Figures {
  const settings: RandomAccessSettings = TR_37868;
  const streams = new Streams('random access', seed);
  const random = streams.stream('arrivals');
  const times = Float64Array.from({ length: devices }, () => periodMs * arrival(random));
  times.sort();
  let done = 0;
  let tries = 0;
  const access = new RandomAccess(settings, streams.stream('preambles'), {
    connected: (_, used) => {
      done += 1;
      tries += used;
    },
    failed: () => {},
  });
  let device = 0;
  for (let number = 0; device < devices || access.waiting > 0; number += 1) {
    const nowMs = number * settings.periodMs;
    while (device < devices && times[device]! <= nowMs) {
      access.join(device, times[device]!);
      device += 1;
    }
    access.happen(number);
  }
  const preambles = settings.preambles * (periodMs / settings.periodMs);
  return {
    success: done / devices,
    tries: tries / done,
    collisions: access.collisions / preambles,
  };
}

const inBursts = (random: Random) => beta(random, 3, 4);
const evenly = (random: Random) => random.uniform();

describe('random access', () => {
  it('of 30 000 devices within 10 s, Beta(3, 4), breaks down as TR 37.868 found', () => {
    // Oracle 17: 28–32 % success, 3.4–3.6 preambles, 44–49 % collisions (TR: 29.5 %, 3.49, 47.8 %).
    const { success, tries, collisions } = accesses(30_000, 10_000, inBursts);
    expect(success).toBeGreaterThan(0.28);
    expect(success).toBeLessThan(0.32);
    expect(tries).toBeGreaterThan(3.4);
    expect(tries).toBeLessThan(3.6);
    expect(collisions).toBeGreaterThan(0.44);
    expect(collisions).toBeLessThan(0.49);
  });

  it('of 10 000 devices within 10 s succeeds, with 1.77 preambles and 2 % collisions', () => {
    // Oracle 17: re-simulation 100 %, 1.777, 1.90 %; TR 1.77, 1.98 %. Details that TR 37.868
    // leaves open (rounding of waits, order of answers) moved ours by 2 and 10 % when tried.
    const runs = [0, 1, 2, 3, 4].map((seed) => accesses(10_000, 10_000, inBursts, seed));
    const of = (figure: keyof Figures) => runs.reduce((sum, run) => sum + run[figure] / 5, 0);
    const [success, tries, collisions] = [of('success'), of('tries'), of('collisions')];
    expect(success).toBeGreaterThan(0.999);
    expect(Math.abs(tries / 1.775 - 1)).toBeLessThan(0.03);
    expect(Math.abs(collisions / 0.0194 - 1)).toBeLessThan(0.15);
  });

  it('of 30 000 devices within 60 s, evenly, succeeds with 1.5 preambles', () => {
    // Oracle 17: 100 %, 1.498, 0.23 %.
    const { success, tries, collisions } = accesses(30_000, 60_000, evenly);
    expect(success).toBeGreaterThan(0.9999);
    expect(Math.abs(tries / 1.498 - 1)).toBeLessThan(0.02);
    expect(Math.abs(collisions / 0.0023 - 1)).toBeLessThan(0.1);
  });

  it('lets 20.05 of 54 through that choose among 54 preambles at once', () => {
    // Oracle 17: n (1 − 1/54)^53 = 20.05, each collides with a chance of .6287.
    const once = { ...TR_37868, mostTries: 1, grants: 54, messageLoss: 0 };
    const rounds = 4000;
    const random = new Streams('54', 0).stream('54');
    let alone = 0;
    const access = new RandomAccess(once, random, {
      connected: () => {
        alone += 1;
      },
      failed: () => {},
    });
    for (let round = 0; round < rounds; round += 1) {
      for (let device = 0; device < 54; device += 1) access.join(device, round * 5);
      access.happen(round);
    }
    // A first preamble is found with 1 − 1/e. Standard error of a mean of 4000 below .05.
    expect(Math.abs(alone / rounds / (1 - Math.exp(-1)) - 20.05)).toBeLessThan(0.25);
  });
});
