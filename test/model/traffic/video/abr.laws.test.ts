import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { abrRules } from '../../../../sim/model/traffic/video/abr/index.ts';
import type { Situation } from '../../../../sim/model/traffic/video/abr/rule.ts';
import { ladders } from '../../../../sim/model/traffic/video/ladder.ts';
import { choose } from '../../../../sim/part/choice.ts';

const LADDER = Float64Array.of(300e3, 750e3, 1200e3, 1850e3, 2850e3, 4300e3);
const SEGMENT_MS = 4000;

describe.each(abrRules.parts)('adaptation rule $name', (part) => {
  function begun(players: number) {
    const rule = choose(part, part.params.parse({})).make({
      ladder: LADDER,
      segmentMs: SEGMENT_MS,
      bufferMs: 60_000,
      bytesOf: (_title, _segment, level) => LADDER[level]! / 2,
    });
    rule.reserve(players);
    for (let player = 0; player < players; player += 1) rule.begin(player);
    return rule;
  }

  const situation = (
    player: number,
    segment: number,
    bufferMs: number,
    level: number,
  ): Situation => ({
    player,
    nowMs: segment * SEGMENT_MS,
    bufferMs,
    level,
    title: 0,
    segment,
    remaining: 50 - segment,
    isWaiting: bufferMs === 0,
  });

  /** What a player does whose segments come at rates drawn anew each time. */
  function session(rule: ReturnType<typeof begun>, player: number, name: string): number[] {
    const random = new Streams('abr laws', 0).stream(name);
    const levels: number[] = [];
    let level = -1;
    for (let segment = 0; segment < 50; segment += 1) {
      const bufferMs = segment === 0 ? 0 : random.uniform() * 60_000;
      level = rule.choose(situation(player, segment, bufferMs, level));
      levels.push(level);
      const bytes = LADDER[level]! / 2;
      rule.loaded(player, bytes, (bytes * 8) / (200 + 6000 * random.uniform()), level);
    }
    return levels;
  }

  it('chooses renditions that there are', () => {
    for (const level of session(begun(1), 0, 'one')) {
      expect(Number.isInteger(level) && level >= 0 && level < LADDER.length).toBe(true);
    }
  });

  it('forgets a player when its number is given to another', () => {
    const rule = begun(1);
    session(rule, 0, 'before');
    rule.begin(0);
    expect(session(rule, 0, 'one')).toEqual(session(begun(1), 0, 'one'));
  });

  it('keeps players apart, also when there is room for more', () => {
    const rule = begun(2);
    session(rule, 1, 'other');
    rule.reserve(300);
    expect(session(rule, 0, 'one')).toEqual(session(begun(1), 0, 'one'));
  });
});

describe.each(ladders.parts)('bitrate ladder $name', (part) => {
  it('has rates above 0, the lowest first', () => {
    const given = part.name === 'own' ? { rates: ['1Mbps', '2Mbps'] } : {};
    const { bitsPerSecond } = choose(part, part.params.parse(given)).make(undefined);
    expect(bitsPerSecond.length).toBeGreaterThan(0);
    for (const [at, rate] of bitsPerSecond.entries()) {
      expect(rate).toBeGreaterThan(at === 0 ? 0 : bitsPerSecond[at - 1]!);
    }
  });
});
