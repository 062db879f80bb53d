/**
 * Models of which the speed is measured. Each returns a function that does so many operations and
 * answers with a number that every engine must arrive at: the clock, or a mean.
 */
import { Processes } from '../../dist/engine/process.js';
import { Resource } from '../../dist/engine/resource.js';
import { Simulator } from '../../dist/engine/simulator.js';
import { Delays } from './laws.mjs';

/** For models that go on for ever. */
function eventsOf(simulator) {
  return (operations) => {
    simulator.run(Number.POSITIVE_INFINITY, operations);
    return simulator.nowMs;
  };
}

/** HOLD: every event schedules one, so that the number of pending ones stays what it is. */
function holdModel(pending, law) {
  const simulator = new Simulator();
  const delays = new Delays(law);
  const again = simulator.handler((a, b) => simulator.after(delays.next(), again, a, b));
  for (let event = 0; event < pending; event += 1) simulator.after(delays.next(), again, event);
  return eventsOf(simulator);
}

const HANDLERS = 32;

/** HOLD where each event is handled by one of 32 functions with code of their own. */
function manyHandlers(pending, law) {
  const simulator = new Simulator();
  const delays = new Delays(law);
  const next = new Int32Array(HANDLERS);
  for (let index = 0; index < HANDLERS; index += 1) {
    // From text: closures of one function would share what the compiler learns.
    const make = new Function(
      'simulator, delays, next',
      `return (a, b) => simulator.after(delays.next(), next[${index}], a, b + ${index})`,
    );
    next[(index + 5) % HANDLERS] = simulator.handler(make(simulator, delays, next));
  }
  for (let event = 0; event < pending; event += 1) {
    simulator.after(delays.next(), next[event % HANDLERS], event);
  }
  return eventsOf(simulator);
}

/** HOLD by generator processes. */
function processes(pending, law) {
  const simulator = new Simulator();
  const delays = new Delays(law);
  const all = new Processes(simulator);
  function* body() {
    for (;;) yield delays.next();
  }
  for (let process = 0; process < pending; process += 1) all.start(body);
  simulator.run(0);
  return eventsOf(simulator);
}

/**
 * Requests with timeouts: one arrives each millisecond, is answered after 100 ms on average, and
 * gives up after some 5 s; nine of ten are answered, and cancel their timeout.
 */
function timeouts(requests) {
  const simulator = new Simulator();
  const replies = new Delays((u) => -100 * Math.log(u));
  const patience = new Delays((u) => 5000 - Math.log(u), 2);
  const timers = new Float64Array(1 << 14);
  let [arrivals, gaveUp] = [0, 0];
  const giveUp = simulator.handler(() => {
    gaveUp += 1;
  });
  const reply = simulator.handler((request) => simulator.cancel(timers[request]));
  const arrive = simulator.handler(() => {
    const request = arrivals & 0x3fff;
    timers[request] = simulator.timer(patience.next(), giveUp, request);
    if (arrivals % 10 !== 0) simulator.after(replies.next(), reply, request);
    arrivals += 1;
    if (arrivals < requests) simulator.after(1, arrive);
  });
  simulator.after(1, arrive);
  simulator.run(Number.POSITIVE_INFINITY);
  return gaveUp;
}

/** Arrivals each 1000 ms and services of 900 ms on average: a load of 0.9. */
const arrivalDelays = () => new Delays((u) => -1000 * Math.log(u), 3);
const serviceDelays = () => new Delays((u) => -900 * Math.log(u), 4);

/** M/M/1 by two handlers, with the mean time in the system, ms. Customers wait in a ring. */
function mm1(customers) {
  const simulator = new Simulator();
  const [arrivalDelay, serviceDelay] = [arrivalDelays(), serviceDelays()];
  const arrivedMs = new Float64Array(1 << 16);
  let [first, last, sumMs] = [0, 0, 0];
  const depart = simulator.handler(() => {
    sumMs += simulator.nowMs - arrivedMs[first & 0xffff];
    first += 1;
    if (first < last) simulator.after(serviceDelay.next(), depart);
  });
  const arrive = simulator.handler(() => {
    arrivedMs[last & 0xffff] = simulator.nowMs;
    if (first === last) simulator.after(serviceDelay.next(), depart);
    last += 1;
    if (last < customers) simulator.after(arrivalDelay.next(), arrive);
  });
  simulator.after(arrivalDelay.next(), arrive);
  simulator.run(Number.POSITIVE_INFINITY);
  return sumMs / customers;
}

/** M/M/1 by a process for each customer. */
function mm1Processes(customers) {
  const simulator = new Simulator();
  const [arrivalDelay, serviceDelay] = [arrivalDelays(), serviceDelays()];
  const all = new Processes(simulator);
  const desk = new Resource(1);
  let sumMs = 0;
  function* customer() {
    const arrivedMs = simulator.nowMs;
    const turn = desk.seize();
    yield turn;
    yield serviceDelay.next();
    turn.release();
    sumMs += simulator.nowMs - arrivedMs;
  }
  function* source() {
    for (let started = 0; started < customers; started += 1) {
      yield arrivalDelay.next();
      all.start(customer);
    }
  }
  all.start(source);
  simulator.run(Number.POSITIVE_INFINITY);
  return sumMs / customers;
}

export const WORKLOADS = {
  hold: holdModel,
  'hold-32': manyHandlers,
  processes,
  timeouts: () => timeouts,
  mm1: () => mm1,
  'mm1-processes': () => mm1Processes,
};
