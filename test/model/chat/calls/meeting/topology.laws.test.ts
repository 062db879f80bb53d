import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOT_SHOWN, Stage } from '../../../../../sim/model/chat/calls/meeting/stage.ts';
import { topologies } from '../../../../../sim/model/chat/calls/meeting/topology/index.ts';
import {
  directLeg,
  directLegs,
  downLeg,
  serverLegs,
  type Topology,
  upLeg,
} from '../../../../../sim/model/chat/calls/meeting/topology/topology.ts';

const MBPS = 1e6;
const PLENTY = 1e9;
const VOICE = 50_000;

function make(name: string, given: object = {}): Topology {
  const part = topologies.find(name)!;
  const server = part.params.shape.server === undefined ? {} : { server: 'media' };
  return part.make(part.params.parse({ ...server, ...given }) as never);
}

/** A meeting in which all are in, with cameras of one rate, and legs that let so much through. */
function stageOf(topology: Topology, size: number, cameraBits: number, allowed = PLENTY): Stage {
  const legs = topology.server === undefined ? directLegs(size) : serverLegs(size);
  const stage = new Stage(size, legs, VOICE);
  stage.here.fill(1);
  stage.camera.fill(cameraBits);
  stage.allowed.fill(allowed);
  return stage;
}

/** What a member sends and gets, and a server gets and sends, bit/s. */
function ratesOf(topology: Topology, stage: Stage) {
  stage.count();
  topology.plan(stage);
  const { size } = stage;
  const sum = (legOf: (other: number) => number) =>
    Array.from({ length: size }, (_, other) => stage.bitsPerSecond(legOf(other))).reduce(
      (all, bits) => all + bits,
      0,
    );
  const isDirect = topology.server === undefined;
  const [up, down] = isDirect
    ? [sum((to) => directLeg(size, 0, to)), sum((from) => directLeg(size, from, 0))]
    : [stage.bitsPerSecond(upLeg(size, 0)), stage.bitsPerSecond(downLeg(size, 0))];
  const server = isDirect
    ? [0, 0]
    : [sum((member) => upLeg(size, member)), sum((member) => downLeg(size, member))];
  return { up, down, in: server[0]!, out: server[1]! };
}

// reference/domain.md §4.4: n parties at rate r.
describe('the rates of ten members with cameras of 1.5 Mbit/s', () => {
  const rates = (name: string, given: object = {}) => {
    const topology = make(name, given);
    return ratesOf(topology, stageOf(topology, 10, 1.5 * MBPS));
  };

  it('are 13.5 up and 13.5 down in a mesh', () => {
    expect(rates('mesh')).toEqual({ up: 13.5e6, down: 13.5e6, in: 0, out: 0 });
  });

  it('are 1.5 up and 13.5 down with a server that forwards, which gets 15 and sends 135', () => {
    const plain = rates('sfu', { layers: 1 });
    expect(plain).toEqual({ up: 1.5e6, down: 13.5e6, in: 15e6, out: 135e6 });
  });

  it('are 1.3 to 1.5 times as much up when each camera is sent in three sizes', () => {
    const { up, down } = rates('sfu');
    expect(up).toBe(1.5e6 * (1 + 1 / 4 + 1 / 16));
    expect(up / 1.5e6).toBeGreaterThan(1.3);
    expect(up / 1.5e6).toBeLessThan(1.5);
    expect(down).toBe(13.5e6);
  });

  it('are those of three cameras down when the last three speakers are shown', () => {
    expect(rates('sfu', { layers: 1, last: 3 }).down).toBe(4.5e6);
  });

  it('are 1.5 up and down with a server that mixes, which decodes ten and codes one', () => {
    expect(rates('mcu')).toEqual({ up: 1.5e6, down: 1.5e6, in: 15e6, out: 15e6 });
    const cores = (mixes: string) => {
      const topology = make('mcu', { mixes, decode: 0.1, encode: 0.8 });
      return topology.cores(stageOf(topology, 10, 1.5 * MBPS));
    };
    expect(cores('one')).toBeCloseTo(10 * 0.1 + 0.8, 12);
    expect(cores('each')).toBeCloseTo(10 * 0.1 + 10 * 0.8, 12);
  });

  it.each([2, 3, 7, 40])('follow the formulas for %d members', (size) => {
    const r = 1e6;
    const of = (name: string) => {
      const topology = make(name, name === 'sfu' ? { layers: 1, last: 1000 } : {});
      return ratesOf(topology, stageOf(topology, size, r));
    };
    expect(of('mesh')).toMatchObject({ up: (size - 1) * r, down: (size - 1) * r });
    expect(of('sfu')).toEqual({
      up: r,
      down: (size - 1) * r,
      in: size * r,
      out: size * (size - 1) * r,
    });
    expect(of('mcu')).toEqual({ up: r, down: r, in: size * r, out: size * r });
  });
});

describe('an SFU whose receiver has little room', () => {
  it('gives all the lowest layer first, then better ones to those who spoke last', () => {
    const topology = make('sfu');
    const stage = stageOf(topology, 4, 1.6 * MBPS);
    stage.beginSpeaking(2);
    stage.speaks[2] = 0;
    // Layers of 100, 400 and 1600 kbit/s: 3 × 100 and 300 more for the one who spoke last.
    stage.allowed[downLeg(4, 0)] = 650_000;
    ratesOf(topology, stage);
    const shown = [1, 2, 3].map((from) => stage.layer[from * 4]);
    expect(shown).toEqual([0, 1, 0]);
    expect(stage.video[downLeg(4, 0)]).toBe(600_000);
    // 300 more would show another one better: what there is left of that finds out whether there is more.
    expect(stage.padding[downLeg(4, 0)]).toBe(50_000);
    // The others are not touched by it.
    expect(stage.bitsPerSecond(downLeg(4, 1))).toBe(3 * 1.6e6);
  });

  it('shows fewer when not all fit', () => {
    const topology = make('sfu');
    const stage = stageOf(topology, 4, 1.6 * MBPS);
    stage.allowed[downLeg(4, 0)] = 250_000;
    ratesOf(topology, stage);
    expect([stage.wanted[0], stage.shown[0]]).toEqual([3, 2]);
  });
});

describe.each(topologies.parts)('meeting topology $name', ({ name }) => {
  const sizes = fc.integer({ min: 2, max: 9 });
  const rates = fc.array(fc.integer({ min: 0, max: 3_000_000 }), {
    minLength: 200,
    maxLength: 200,
  });
  const flags = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });

  it('sends no more than its legs allow beside voices, nothing to who is not in, and nobody himself', () => {
    fc.assert(
      fc.property(sizes, rates, flags, (size, bits, on) => {
        const topology = make(name);
        const stage = stageOf(topology, size, 0);
        for (let leg = 0; leg < stage.allowed.length; leg += 1) {
          stage.allowed[leg] = bits[leg]!;
          stage.page[leg] = on[leg % 30] ? bits[199 - leg]! : 0;
        }
        for (let member = 0; member < size; member += 1) {
          stage.camera[member] = bits[150 + member]!;
          stage.here[member] = on[member] ? 1 : 0;
          stage.speaks[member] = on[10 + member] ? 1 : 0;
        }
        stage.count();
        topology.plan(stage);
        for (let leg = 0; leg < stage.allowed.length; leg += 1) {
          const beside = stage.screen[leg]! + stage.video[leg]! + stage.padding[leg]!;
          // Rates of layers are added and taken away: rounding of some bits.
          expect(beside).toBeLessThanOrEqual(
            Math.max(0, stage.allowed[leg]! - stage.voice[leg]!) + 1e-3,
          );
          expect(stage.screen[leg]).toBeLessThanOrEqual(stage.page[leg]!);
        }
        for (let member = 0; member < size; member += 1) {
          expect(stage.shown[member]).toBeLessThanOrEqual(stage.wanted[member]! + 0);
          expect(stage.wanted[member]).toBeLessThan(size);
          expect(stage.layer[member * size + member]).toBe(NOT_SHOWN);
          const isIn = stage.here[member] === 1;
          const { down, up } = ratesOfMember(topology, stage, member);
          if (!isIn) expect(up + down).toBe(0);
        }
        expect(topology.cores(stage)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is heard by all others, whatever the cameras leave', () => {
    const topology = make(name);
    const stage = stageOf(topology, 5, 2 * MBPS, 300_000);
    stage.speaks[3] = 1;
    ratesOf(topology, stage);
    const voices = [0, 1, 2, 3, 4].map((member) => {
      if (topology.server !== undefined) return stage.voice[downLeg(5, member)];
      return [0, 1, 2, 3, 4].reduce(
        (sum, from) => sum + (from === member ? 0 : stage.voice[directLeg(5, from, member)]!),
        0,
      );
    });
    expect(voices).toEqual([VOICE, VOICE, VOICE, 0, VOICE]);
  });
});

function ratesOfMember(topology: Topology, stage: Stage, member: number) {
  const { size } = stage;
  if (topology.server !== undefined) {
    return {
      up: stage.bitsPerSecond(upLeg(size, member)),
      down: stage.bitsPerSecond(downLeg(size, member)),
    };
  }
  let [up, down] = [0, 0];
  for (let other = 0; other < size; other += 1) {
    if (other === member) continue;
    up += stage.bitsPerSecond(directLeg(size, member, other));
    down += stage.bitsPerSecond(directLeg(size, other, member));
  }
  return { up, down };
}
