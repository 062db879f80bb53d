import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billingModels } from '../../../sim/model/cost/billing/index.ts';
import { dailyPeaks, percentileOf } from '../../../sim/model/cost/billing/samples.ts';
import { graduated, type Tier } from '../../../sim/model/cost/billing/tiers.ts';
import { carbonModels } from '../../../sim/model/cost/carbon/index.ts';
import { priceLists } from '../../../sim/model/cost/lists/index.ts';
import { REGIONS } from '../../../sim/model/cost/region.ts';
import type { Usage } from '../../../sim/model/cost/usage.ts';
import { choose } from '../../../sim/part/choice.ts';

const NOTHING: Usage = {
  monthHours: 730,
  bytes: 0,
  requests: 0,
  share: 1,
  fetchedBytes: 0,
  nodeHours: 0,
  storedBytes: 0,
  samples: { eachMs: 300_000, bitsPerSecond: [] },
};

const amounts = fc.record({
  bytes: fc.double({ min: 0, max: 1e16, noNaN: true }),
  requests: fc.double({ min: 0, max: 1e12, noNaN: true }),
  nodeHours: fc.double({ min: 0, max: 1e6, noNaN: true }),
  storedBytes: fc.double({ min: 0, max: 1e16, noNaN: true }),
  peak: fc.double({ min: 0, max: 1e12, noNaN: true }),
});

const usageOf = ({ peak, ...used }: Record<string, number>): Usage => ({
  ...NOTHING,
  ...used,
  samples: { eachMs: 300_000, bitsPerSecond: [peak!, peak! / 2] },
});

const double = (used: Record<string, number>) =>
  Object.fromEntries(Object.entries(used).map(([name, value]) => [name, 2 * value]));

/** What has to be said of models that have no default. */
const GIVEN: Readonly<Record<string, object>> = {
  'per-gb': { price: 0.01 },
  tiered: {
    tiers: [{ to: '10TB', 'per-gb': 0.08 }, { to: '50TB', 'per-gb': 0.06 }, { 'per-gb': 0.03 }],
  },
  'per-request': { price: 0.01 },
  'daily-peak': { bands: [{ 'per-mbps': 0.5 }] },
  flat: { fee: 200 },
  'per-node-hour': { price: 0.1 },
  'per-gb-stored': { price: 0.02 },
  commit: { fee: 1000, traffic: '50TB', bandwidth: '1Gbps', beyond: { 'per-gb': 0.05 } },
};

describe.each(billingModels.parts)('billing model $name', (part) => {
  const model = choose(part, part.params.parse(GIVEN[part.name] ?? {})).make();

  it('never takes less for more, and is never below 0', () => {
    fc.assert(
      fc.property(amounts, (used) => {
        const once = model.monthly(usageOf(used));
        const twice = model.monthly(usageOf(double(used)));
        expect(once).toBeGreaterThanOrEqual(0);
        expect(twice).toBeGreaterThanOrEqual(once);
      }),
    );
  });
});

describe.each(priceLists.parts)('price list $name', (part) => {
  const list = choose(part, part.params.parse({})).make();

  it('says who, when, in what currency, and has a price of 0 or more for each region', () => {
    expect(list.provider).not.toBe('');
    expect(list.date).toMatch(/^20\d\d-\d\d(-\d\d)?$|^any$/);
    const used = { bytes: 1e15, requests: 1e9, nodeHours: 730, storedBytes: 1e12, peak: 1e9 };
    for (const region of REGIONS) {
      for (const { keyOf, model } of list.charges) {
        const once = model(keyOf?.(region) ?? '').monthly(usageOf(used));
        const twice = model(keyOf?.(region) ?? '').monthly(usageOf(double(used)));
        expect(once).toBeGreaterThanOrEqual(0);
        expect(twice).toBeGreaterThanOrEqual(once);
        expect(twice).toBeLessThan(Number.POSITIVE_INFINITY);
      }
    }
  });

  it('says that it is not verified when its source is memory alone', () => {
    if (/^from memory/.test(part.source)) expect(list.isVerified).toBe(false);
  });
});

describe.each(carbonModels.parts)('carbon model $name', (part) => {
  const model = choose(part, part.params.parse({})).make();

  it('takes no energy for nothing, and more for more', () => {
    const lineUse = () => 0;
    const use = { bytesToDevices: 1e12, nodeHours: 730, utilisation: 0.2, lineUse };
    const none = { bytesToDevices: 0, nodeHours: 0, utilisation: 0, lineUse };
    expect(model.energyKwh(none)).toBe(0);
    expect(model.energyKwh(use)).toBeGreaterThan(0);
    expect(model.energyKwh({ ...use, bytesToDevices: 2e12, nodeHours: 1460 })).toBeCloseTo(
      2 * model.energyKwh(use),
      9,
    );
  });
});

describe('steps', () => {
  const tiers = fc
    .array(
      fc.tuple(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((raw): Tier[] => {
      let end = 0;
      const steps = raw.map(([width, price]) => {
        end += width;
        return { to: end, price };
      });
      return [...steps, { to: Number.POSITIVE_INFINITY, price: 0.01 }];
    });

  it('are continuous: a little more costs a little more, at most at the highest price', () => {
    fc.assert(
      fc.property(tiers, fc.double({ min: 0, max: 1e7, noNaN: true }), (steps, amount) => {
        const dearest = Math.max(...steps.map(({ price }) => price));
        for (const at of [amount, ...steps.slice(0, -1).map(({ to }) => to)]) {
          const more = graduated(steps, at + 1e-3) - graduated(steps, at);
          expect(more).toBeGreaterThanOrEqual(-1e-6);
          expect(more).toBeLessThanOrEqual(dearest * 1e-3 + 1e-6);
        }
      }),
    );
  });
});

describe('the 95th percentile', () => {
  it('is the sample that is left on top when the highest 5 % are dropped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 500 }),
        (samples) => {
          const descending = [...samples].sort((a, b) => b - a);
          // Definition: drop ⌊5 % of n⌋ from above, take the next. In hundredths: exact.
          const dropped = Math.floor((samples.length * 5) / 100);
          expect(percentileOf(samples, 0.95)).toBe(descending[dropped]);
        },
      ),
    );
  });

  it('of 8640 samples is the 433rd from above', () => {
    const samples = Array.from({ length: 8640 }, (_, at) => (at * 7919) % 8640);
    expect(percentileOf(samples, 0.95)).toBe(8640 - 433);
  });

  it('ignores a peak of an hour in a day, which a daily peak bills in full', () => {
    const day = Array.from({ length: 288 }, (_, at) => (at >= 200 && at < 212 ? 900e6 : 100e6));
    expect(percentileOf(day, 0.95)).toBe(100e6);
    expect(dailyPeaks({ eachMs: 300_000, bitsPerSecond: day })).toEqual([900e6]);
    expect(dailyPeaks({ eachMs: 300_000, bitsPerSecond: [...day, 50e6] })).toEqual([900e6, 50e6]);
  });
});

describe('a daily peak', () => {
  it('of 912 Mbit/s costs 465.12 CNY a day at Baidu', () => {
    // Authority: the example on cloud.baidu.com/doc/CDN/s/1jwvyfiac-en; 24 h are one day.
    const part = priceLists.find('baidu')!;
    const list = choose(part, part.params.parse({ by: 'daily-peak' })).make();
    const samples = { eachMs: 300_000, bitsPerSecond: [100e6, 912e6, 300e6] };
    const price = list.charges[0]!.model('').monthly({ ...NOTHING, monthHours: 24, samples });
    expect(price).toBeCloseTo(465.12, 9);
  });
});

describe('a commitment', () => {
  const part = billingModels.find('commit')!;
  const price = (bytes: number) =>
    choose(part, part.params.parse({ fee: 1000, traffic: '50TB', beyond: { 'per-gb': 0.05 } }))
      .make()
      .monthly({ ...NOTHING, bytes });

  it('is paid whether it is used or not, and what goes beyond it on top', () => {
    expect(price(0)).toBe(1000);
    expect(price(50e12)).toBe(1000);
    expect(price(60e12)).toBeCloseTo(1500, 9);
  });
});
