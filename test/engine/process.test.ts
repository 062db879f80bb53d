import { describe, expect, it } from 'vitest';
import { allOf } from '../../sim/engine/all-of.ts';
import { anyOf } from '../../sim/engine/any-of.ts';
import { Gate } from '../../sim/engine/gate.ts';
import { hold } from '../../sim/engine/hold.ts';
import { Interrupt } from '../../sim/engine/interrupt.ts';
import { Processes } from '../../sim/engine/process.ts';
import { Simulator } from '../../sim/engine/simulator.ts';
import { Store } from '../../sim/engine/store.ts';

function world() {
  const simulator = new Simulator();
  const log: string[] = [];
  const note = (what: string) => log.push(`${what} ${simulator.nowMs}`);
  return { simulator, processes: new Processes(simulator), log, note };
}

describe('processes', () => {
  it('hold for their time and go on in order', () => {
    const { simulator, processes, log, note } = world();
    const clock = (name: string, tickMs: number) =>
      processes.start(function* () {
        for (let tick = 0; tick < 3; tick += 1) {
          note(name);
          yield hold(tickMs);
        }
      });
    clock('fast', 0.5);
    clock('slow', 1);
    simulator.run(10);
    // As in SimPy's introduction: two clocks, interleaved by time and by order of scheduling.
    expect(log).toEqual(['fast 0', 'slow 0', 'fast 0.5', 'slow 1', 'fast 1', 'slow 2']);
  });

  it('hold for a number that they yield, alone or after other waits', () => {
    const { simulator, processes, log, note } = world();
    const gate = new Gate();
    const walker = processes.start(function* () {
      yield 2;
      note('walked');
      yield gate.pass();
      yield 1;
      note('through');
      yield 0;
      note('at once');
      try {
        yield 50;
      } catch {
        note('called');
      }
      yield 3;
      note('home');
    });
    processes.start(function* () {
      yield hold(5);
      gate.open();
      yield hold(5);
      walker.interrupt();
    });
    simulator.run(100);
    expect(log).toEqual(['walked 2', 'through 6', 'at once 6', 'called 10', 'home 13']);
    expect(walker.hasEnded).toBe(true);
  });

  it('refuse to hold for less than no time', () => {
    const { simulator, processes } = world();
    processes.start(function* () {
      yield 1;
      yield -1;
    });
    expect(() => simulator.run(5)).toThrow('delay must be finite and not in the past, got -1');
  });

  it('wait for the end of another, also when it is over', () => {
    const { simulator, processes, log, note } = world();
    const worker = processes.start(function* () {
      yield hold(3);
    });
    processes.start(function* () {
      yield worker.ended();
      note('first');
      yield hold(1);
      yield worker.ended();
      note('again');
    });
    simulator.run(10);
    expect(log).toEqual(['first 3', 'again 4']);
  });

  it('let an error out of the run', () => {
    const { simulator, processes } = world();
    // biome-ignore lint/correctness/useYield: it fails before it waits
    processes.start(function* () {
      throw new Error('a model’s mistake');
    });
    expect(() => simulator.run(1)).toThrow('a model’s mistake');
  });
});

describe('an interrupt', () => {
  it('is thrown at the yield, and the hold goes with its event', () => {
    const { simulator, processes, log, note } = world();
    const sleeper = processes.start(function* () {
      try {
        yield hold(100);
      } catch (cause) {
        note(cause instanceof Interrupt ? String(cause.reason) : 'something else');
      }
      yield hold(1);
      note('awake');
    });
    processes.start(function* () {
      yield hold(5);
      expect(sleeper.interrupt('alarm')).toBe(true);
      expect(sleeper.interrupt('too late, one is on its way')).toBe(false);
    });
    simulator.run(Number.POSITIVE_INFINITY);
    expect(log).toEqual(['alarm 5', 'awake 6']);
    expect(simulator.nowMs).toBe(6);
    expect(sleeper.interrupt()).toBe(false);
  });

  it('that nobody catches ends the process, through its finally', () => {
    const { simulator, processes, log, note } = world();
    const worker = processes.start(function* () {
      try {
        yield hold(100);
      } finally {
        note('cleaned up');
      }
    });
    processes.start(function* () {
      yield hold(2);
      worker.interrupt();
      yield worker.ended();
      note('saw the end');
    });
    simulator.run(50);
    expect(log).toEqual(['cleaned up 2', 'saw the end 2']);
    expect(worker.hasEnded).toBe(true);
  });

  it('ends a process before its first step', () => {
    const { simulator, processes } = world();
    const early = processes.start(function* () {
      yield hold(1);
    });
    early.interrupt();
    simulator.run(5);
    expect(early.hasEnded).toBe(true);
    expect(simulator.pending).toBe(0);
  });

  it('is not for oneself', () => {
    const { simulator, processes } = world();
    const narcissus = processes.start(function* () {
      yield hold(1);
      narcissus.interrupt();
    });
    expect(() => simulator.run(5)).toThrow('a process cannot interrupt itself');
  });
});

describe('a gate', () => {
  it('lets pass in order those who wait, and all who come while it is open', () => {
    const { simulator, processes, log, note } = world();
    const gate = new Gate();
    const visitor = (name: string, atMs: number) =>
      processes.start(function* () {
        yield hold(atMs);
        yield gate.pass();
        note(name);
      });
    visitor('a', 1);
    visitor('b', 2);
    visitor('c', 6);
    visitor('d', 8);
    processes.start(function* () {
      yield hold(5);
      gate.open();
      yield hold(2);
      gate.close();
    });
    simulator.run(10);
    expect(log).toEqual(['a 5', 'b 5', 'c 6']);
    expect(gate.waiting).toBe(1);
  });
});

describe.each([
  ['anyOf', anyOf],
  ['allOf', allOf],
])('%s', (_name, combined) => {
  // Its first answer would be given again at once, though nothing has happened since.
  it('waits once, as a claim does', () => {
    const { simulator, processes } = world();
    processes.start(function* () {
      const wait = combined(hold(5));
      yield wait;
      yield wait;
    });
    expect(() => simulator.run(100)).toThrow('waits once');
  });
});

describe('anyOf', () => {
  it('gives a wait a time limit, and leaves no event behind', () => {
    const { simulator, processes, log, note } = world();
    const inbox = new Store<string>();
    processes.start(function* () {
      const late = inbox.get();
      yield anyOf(late, hold(5));
      note(`has ${late.item}`);
      const inTime = inbox.get();
      const race = anyOf(inTime, hold(50));
      yield race;
      note(`has ${inTime.item}`);
      expect(race.winner).toBe(inTime);
    });
    processes.start(function* () {
      yield hold(7);
      yield inbox.put('letter');
    });
    simulator.run(Number.POSITIVE_INFINITY);
    expect(log).toEqual(['has undefined 5', 'has letter 7']);
    expect(simulator.nowMs).toBe(7);
  });

  it('takes the one named first when several are over, and does not begin the others', () => {
    const { simulator, processes } = world();
    const [one, other] = [new Store<string>(), new Store<string>()];
    processes.start(function* () {
      yield allOf(one.put('a'), other.put('b'));
      const race = anyOf(one.get(), other.get());
      yield race;
    });
    simulator.run(1);
    expect([one.length, other.length]).toEqual([0, 1]);
  });

  it('of a get and a put on the same store has one winner and loses nothing', () => {
    const { simulator, processes, log, note } = world();
    const store = new Store<string>();
    processes.start(function* () {
      const get = store.get();
      yield anyOf(get, store.put('x'));
      note(`has ${get.item}`);
      yield hold(1);
      note('later');
    });
    simulator.run(5);
    expect(log).toEqual(['has x 0', 'later 1']);
  });
});

describe('allOf', () => {
  it('waits for the last', () => {
    const { simulator, processes, log, note } = world();
    const gate = new Gate();
    processes.start(function* () {
      yield allOf(hold(3), gate.pass(), anyOf(hold(100), hold(4)));
      note('all');
      yield allOf();
      note('nothing to wait for');
    });
    processes.start(function* () {
      yield hold(2);
      gate.open();
    });
    simulator.run(Number.POSITIVE_INFINITY);
    expect(log).toEqual(['all 4', 'nothing to wait for 4']);
    expect(simulator.nowMs).toBe(4);
  });

  it('gives back what it has when it is withdrawn', () => {
    const { simulator, processes, log, note } = world();
    const [here, nowhere] = [new Store<string>(), new Store<string>()];
    processes.start(function* () {
      yield anyOf(allOf(here.get(), nowhere.get()), hold(5));
      note('gave up');
    });
    processes.start(function* () {
      yield here.put('item');
      yield hold(1);
      expect(here.length).toBe(0);
      note(`got ${yield* here.take()}`);
    });
    simulator.run(10);
    expect(log).toEqual(['gave up 5', 'got item 5']);
  });
});
