import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { limiters } from '../../../../sim/model/balance/admit/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { figure, runText, total } from '../../../run-scenario.ts';

const make = (name: string, params: object = {}) => {
  const part = limiters.find(name)!;
  return choose(part, part.params.parse(params)).make(undefined);
};

const GIVEN: Readonly<Record<string, object>> = {
  'token-bucket': { rate: '100rps', burst: 5 },
  gcra: { rate: '100rps', burst: 5 },
  concurrency: { most: 3 },
};

describe.each(limiters.parts.map(({ name }) => name))('limiter %s', (name) => {
  it('lets somebody into an empty house, and does the same with the same calls', () => {
    const run = () => {
      const limiter = make(name, GIVEN[name]);
      const random = new Streams('limiters', 0).stream(name);
      const said: boolean[] = [];
      let inside = 0;
      for (let call = 0, nowMs = 0; call < 2000; call += 1) {
        nowMs += random.exponential(5);
        const isIn = limiter.admits(inside, nowMs);
        said.push(isIn);
        if (isIn) inside += 1;
        if (inside > 0 && random.uniform() < 0.4) {
          limiter.left?.(random.exponential(20), inside, nowMs);
          inside -= 1;
        }
      }
      return said;
    };
    const said = run();
    expect(said[0]).toBe(true);
    expect(run()).toEqual(said);
  });
});

describe('token bucket and GCRA', () => {
  it('let the same calls in', () => {
    // Authority: ITU-T I.371 Annex A: the two descriptions are equivalent. Gaps on a grid that floats hold
    // exactly, with 8 ms a token, so that no rounding parts them.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 300 }), (gaps) => {
        const settings = { rate: '125rps', burst: 4 };
        const [bucket, schedule] = [make('token-bucket', settings), make('gcra', settings)];
        let nowMs = 0;
        for (const gap of gaps) {
          nowMs += gap;
          expect(schedule.admits(0, nowMs)).toBe(bucket.admits(0, nowMs));
        }
      }),
    );
  });

  it.each(['token-bucket', 'gcra'])(
    '%s never lets in more than rate times time and the burst',
    (name) => {
      const limiter = make(name, { rate: '100rps', burst: 7 });
      let admitted = 0;
      for (let nowMs = 0; nowMs < 10_000; nowMs += 1) if (limiter.admits(0, nowMs)) admitted += 1;
      // 10 s at 100 a second, and 7 at once.
      expect(admitted).toBeLessThanOrEqual(1007);
      expect(admitted).toBeGreaterThanOrEqual(1005);
    },
  );
});

/** A server with ten workers of 20 ms: 500 a second. It is offered 1000. */
const OVERLOAD = `
version: 1
title: overload
run: { seed: 8, duration: 30s, warmup: 10s }
places: [paris]
nodes:
  people: { kind: clients, count: 400, access: none }
  server: { kind: origin, workers: 10, service: { exponential: 20ms } }
traffic:
  page:
    kind: web
    from: people
    to: server
    transport: open
    objective: 150ms
    arrivals: { poisson: 1000rps }
    catalog: { objects: 200, popularity: uniform, size: 1000B }
  important:
    kind: web
    from: people
    to: server
    transport: open
    objective: 150ms
    arrivals: { poisson: 100rps }
    catalog: { objects: 200, popularity: uniform, size: 1000B }
`;

describe('a server that is offered twice what it can do', () => {
  const goodput = (set: readonly string[]) => {
    const result = runText(OVERLOAD, set);
    return figure(result, 'rate', 'goodput') / 500;
  };

  it('is of no use when it serves whoever came first', () => {
    expect(goodput([])).toBeLessThan(0.02);
  });

  it.each([
    ['nodes.server.admit={ concurrency: 40 }', 0.95],
    ['nodes.server.admit={ token-bucket: 480rps }', 0.9],
    ['nodes.server.admit={ gcra: 480rps }', 0.9],
    ['nodes.server.admit={ aimd: { late: 100ms, min: 5 } }', 0.75],
    ['nodes.server.admit={ gradient: { min: 5 } }', 0.85],
    ['nodes.server.shed={ queue-limit: 30 }', 0.95],
    ['nodes.server.shed=codel', 0.85],
    ['nodes.server.shed=adaptive-lifo', 0.85],
  ])('does nearly all it can with %s', (set, least) => {
    // Authority: no queue gives more than capacity; with shedding, work conservation leaves little less.
    const share = goodput([set]);
    expect(share).toBeGreaterThan(least);
    expect(share).toBeLessThan(1.03);
  });

  it('sheds what is beyond its capacity, and says so', () => {
    const result = runText(OVERLOAD, ['nodes.server.shed={ queue-limit: 30 }']);
    // 1100 offered, 500 served: 600 a second for 20 s; four standard errors of each are below 600.
    expect(Math.abs(total(result, 'shed') - 12_000)).toBeLessThan(600);
    expect(total(result, 'errors')).toBe(total(result, 'shed'));
    // The queue counts when it drops, traffic when the request was wanted: they part at the warm-up's end.
    expect(Math.abs(total(result, 'queue_dropped') - total(result, 'shed'))).toBeLessThan(20);
  });

  it('serves what is important, by priority', () => {
    const result = runText(OVERLOAD, ['nodes.server.shed={ priority: { order: [important] } }']);
    const ratio = (traffic: string) => figure(result, 'value', 'goodput_ratio', { traffic });
    expect(ratio('important')).toBeGreaterThan(0.99);
    expect(ratio('page')).toBeLessThan(0.45);
  });
});
