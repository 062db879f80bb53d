import { describe, expect, it } from 'vitest';
import { hold, Processes, Resource } from '../../sim/engine/process.ts';
import { Simulator } from '../../sim/engine/simulator.ts';

describe('processes', () => {
  it('hold for their time and go on in order', () => {
    const simulator = new Simulator();
    const processes = new Processes(simulator);
    const log: string[] = [];
    const clock = (name: string, tickMs: number) =>
      processes.start(function* () {
        for (let tick = 0; tick < 3; tick += 1) {
          log.push(`${name} ${simulator.nowMs}`);
          yield hold(tickMs);
        }
      });
    clock('fast', 0.5);
    clock('slow', 1);
    simulator.run(10);
    // As in SimPy's introduction: two clocks, interleaved by time and by order of scheduling.
    expect(log).toEqual(['fast 0', 'slow 0', 'fast 0.5', 'slow 1', 'fast 1', 'slow 2']);
  });

  it('share a resource first come first served', () => {
    const simulator = new Simulator();
    const processes = new Processes(simulator);
    const desk = new Resource(2);
    const log: string[] = [];
    for (const [name, workMs] of [
      ['a', 5],
      ['b', 3],
      ['c', 4],
      ['d', 1],
    ] as const) {
      processes.start(function* () {
        yield desk.seize();
        log.push(`${name} in ${simulator.nowMs}`);
        yield hold(workMs);
        desk.release();
      });
    }
    simulator.run(2);
    expect([desk.busy, desk.waiting]).toEqual([2, 2]);
    simulator.run(100);
    expect(log).toEqual(['a in 0', 'b in 0', 'c in 3', 'd in 5']);
    expect(desk.busy).toBe(0);
  });

  it('may not release what they have not seized', () => {
    expect(() => new Resource().release()).toThrow('nobody had seized');
  });
});
