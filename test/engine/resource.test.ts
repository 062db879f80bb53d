import { describe, expect, it } from 'vitest';
import { anyOf } from '../../sim/engine/any-of.ts';
import { hold } from '../../sim/engine/hold.ts';
import { Interrupt } from '../../sim/engine/interrupt.ts';
import { Processes } from '../../sim/engine/process.ts';
import { Preempted, Resource, type SeizeOptions } from '../../sim/engine/resource.ts';
import { Simulator } from '../../sim/engine/simulator.ts';

function world(units: number) {
  const simulator = new Simulator();
  const processes = new Processes(simulator);
  const desk = new Resource(units);
  const log: string[] = [];
  const note = (what: string) => log.push(`${what} ${simulator.nowMs}`);
  /** Comes, works, leaves; when preempted, leaves early. */
  const customer = (name: string, atMs: number, workMs: number, options: SeizeOptions = {}) =>
    processes.start(function* () {
      yield hold(atMs);
      const turn = desk.seize(options);
      try {
        yield turn;
        note(`${name} in`);
        yield hold(workMs);
        note(`${name} out`);
      } catch (cause) {
        if (!(cause instanceof Interrupt)) throw cause;
        note(`${name} ${cause.reason instanceof Preempted ? 'preempted' : cause.reason}`);
      } finally {
        turn.release();
      }
    });
  return { simulator, processes, desk, log, note, customer };
}

describe('a resource', () => {
  it('is shared first come first served', () => {
    const { simulator, desk, log, customer } = world(2);
    customer('a', 0, 5);
    customer('b', 0, 3);
    customer('c', 0, 4);
    customer('d', 0, 1);
    simulator.run(2);
    expect([desk.busy, desk.waiting]).toEqual([2, 2]);
    simulator.run(100);
    const entries = log.filter((line) => line.includes('in'));
    expect(entries).toEqual(['a in 0', 'b in 0', 'c in 3', 'd in 5']);
    expect(desk.busy).toBe(0);
  });

  it('serves by priority, and first come first served inside a priority', () => {
    const { simulator, log, customer } = world(1);
    customer('now', 0, 10);
    customer('low', 1, 1, { priority: 2 });
    customer('mid 1', 2, 1, { priority: 1 });
    customer('mid 2', 3, 1, { priority: 1 });
    customer('high', 4, 1, { priority: -1 });
    simulator.run(100);
    const entries = log.filter((line) => line.includes('in'));
    expect(entries).toEqual(['now in 0', 'high in 10', 'mid 1 in 11', 'mid 2 in 12', 'low in 13']);
  });

  it('is taken from the least important holder, and not from an equal', () => {
    const { simulator, desk, log, customer } = world(2);
    customer('a', 0, 10, { priority: 1 });
    customer('b', 1, 10, { priority: 2 });
    customer('vip', 3, 2, { priority: 0, preempt: true });
    customer('equal', 3, 1, { priority: 1, preempt: true });
    simulator.run(100);
    expect(log).toEqual([
      'a in 0',
      'b in 1',
      'vip in 3',
      'b preempted 3',
      'vip out 5',
      'equal in 5',
      'equal out 6',
      'a out 10',
    ]);
    expect(desk.busy).toBe(0);
  });

  it('lets go of who is interrupted in line, and of the claim that loses a race', () => {
    const { simulator, processes, desk, log, note, customer } = world(1);
    customer('a', 0, 10);
    const b = customer('b', 1, 1);
    processes.start(function* () {
      yield hold(2);
      const turn = desk.seize();
      yield anyOf(turn, hold(3));
      note(turn.isHeld ? 'served' : 'left the line');
      b.interrupt('called away');
      yield hold(1);
      expect([desk.busy, desk.waiting]).toEqual([1, 0]);
    });
    simulator.run(100);
    expect(log).toEqual(['a in 0', 'left the line 5', 'b called away 5', 'a out 10']);
    expect(desk.busy).toBe(0);
  });

  it('takes back the unit of who is interrupted at the very time of his turn', () => {
    const { simulator, processes, desk, log, customer } = world(1);
    customer('a', 0, 10);
    const b = customer('b', 1, 1);
    customer('c', 2, 1);
    processes.start(function* () {
      yield hold(10);
      b.interrupt('called away');
    });
    simulator.run(100);
    expect(log).toEqual(['a in 0', 'a out 10', 'b called away 10', 'c in 10', 'c out 11']);
    expect(desk.busy).toBe(0);
  });

  it('gives a unit for a claim once', () => {
    const { simulator, processes, desk } = world(1);
    processes.start(function* () {
      const turn = desk.seize();
      yield turn;
      turn.release();
      turn.release();
      expect(desk.busy).toBe(0);
      yield turn;
    });
    expect(() => simulator.run(1)).toThrow('a claim serves once; seize again');
  });
});
