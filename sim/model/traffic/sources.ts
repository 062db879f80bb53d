/** Who makes a traffic's people ask, in each of its places: a stream, people who come again, or a log. */
import { Alias } from '../../engine/alias.ts';
import type { Random } from '../../engine/random.ts';
import type { HandlerId, Simulator } from '../../engine/simulator.ts';
import type { Choice } from '../../part/choice.ts';
import type { Clients } from '../node/clients.ts';
import { ArrivalSource } from './arrival-source.ts';
import type { Arrivals, People } from './arrivals/process.ts';
import type { TrafficContext } from './traffic.ts';

/** The arrivals of one place. */
export interface Source {
  schedule(): void;
  ramp(atMs: number, toPerSecond: number, overMs: number): void;
  /** What this user came for is done; the others do not care. */
  finished(user: number): void;
}

/** `NOBODY` in particular where arrivals are a stream. */
export const NOBODY = -1;

/**
 * Somebody comes.
 *
 * @returns true when `finished` will be called for this user; else it counts as done at once.
 */
export type Arrived = (user: number) => boolean;

/** People of one place, each of whom comes, and may come again when done. */
class PeopleSource implements Source {
  readonly #simulator: Simulator;
  readonly #people: People;
  readonly #first: number;
  readonly #end: number;
  readonly #random: Random;
  readonly #come: HandlerId;

  /** @param first number of the first user here; @param end that of the first one elsewhere. */
  constructor(
    simulator: Simulator,
    people: People,
    [first, end]: readonly [number, number],
    random: Random,
    arrived: Arrived,
  ) {
    this.#simulator = simulator;
    this.#people = people;
    this.#first = first;
    this.#end = end;
    this.#random = random;
    this.#come = simulator.handler((user) => {
      if (!arrived(user)) this.finished(user);
    }, 'somebody comes');
  }

  schedule(): void {
    for (let user = 0; user < this.#end - this.#first; user += 1) {
      this.#simulator.at(this.#people.firstMs(this.#random), this.#come, user);
    }
  }

  ramp(): void {}

  finished(user: number): void {
    // A herd is none of them.
    if (user === NOBODY) return;
    const goneMs = this.#people.againMs?.(this.#random);
    if (goneMs !== undefined) this.#simulator.after(goneMs, this.#come, user);
  }
}

/** Arrivals at times that are known. */
class LoggedSource implements Source {
  readonly #simulator: Simulator;
  readonly #timesMs: readonly number[];
  readonly #next: HandlerId;
  #position = 0;

  constructor(simulator: Simulator, timesMs: readonly number[], arrived: Arrived) {
    this.#simulator = simulator;
    this.#timesMs = timesMs;
    this.#next = simulator.handler(() => {
      arrived(NOBODY);
      this.schedule();
    }, 'arrival');
  }

  schedule(): void {
    const timeMs = this.#timesMs[this.#position];
    this.#position += 1;
    if (timeMs !== undefined) this.#simulator.at(timeMs, this.#next);
  }

  ramp(): void {}

  finished(): void {}
}

/** Whether people of these arrivals wait for what they came for. */
export const areClosed = (arrivals: Choice<Arrivals>): boolean =>
  arrivals.make().people?.againMs !== undefined;

/** @param open what one place's clients do for each arrival. */
export function sourcesOf(
  context: TrafficContext,
  arrivals: Choice<Arrivals>,
  open: (clients: Clients, place: number) => Arrived,
): Source[] {
  const { world, clients, name } = context;
  const { places, streams, simulator } = world;
  const total = clients.reduce((sum, { place }) => sum + places[place]!.share, 0);
  const devices = clients.reduce((sum, node) => sum + node.devices, 0);
  const logged = logOf(context, arrivals);
  let before = 0;
  return clients.map((node, index) => {
    const made = arrivals.make();
    const process = made.of?.(devices) ?? made;
    const share =
      made.of === undefined ? places[node.place]!.share / total : node.devices / devices;
    const random = streams.stream(`${name}@${node.name}/arrival`);
    const arrived = open(node, index);
    const { people } = process;
    if (people !== undefined) {
      const from = Math.round(before * people.count);
      before += share;
      const range = [from, Math.round(Math.min(1, before) * people.count)] as const;
      return new PeopleSource(simulator, people, range, random, arrived);
    }
    if (logged !== undefined) return new LoggedSource(simulator, logged[index]!, arrived);
    const one = () => void arrived(NOBODY);
    return new ArrivalSource(simulator, process, share, random, one, places[node.place]!.lonDeg);
  });
}

/** The times of a log by place: whose each is, is drawn by the places' shares. */
function logOf({ world, clients, name }: TrafficContext, arrivals: Choice<Arrivals>) {
  const timesMs = arrivals.make().times?.((file) => world.files.get(file)!);
  if (timesMs === undefined) return undefined;
  const random = world.streams.stream(`${name}/replay`);
  const whose = new Alias(clients.map(({ place }) => world.places[place]!.share));
  const byPlace: number[][] = clients.map(() => []);
  for (const timeMs of timesMs) byPlace[whose.sample(random)]!.push(timeMs);
  return byPlace;
}
