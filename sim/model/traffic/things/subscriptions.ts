/** Who has subscribed to which topic, grouped by broker so that a message crosses to each broker once. */
import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';

/** A device, by the number of its place among the clients, and its own number there. */
export interface Subscriber {
  readonly place: number;
  readonly device: number;
  /** Node id of its broker. */
  readonly broker: number;
}

export class TopicSubscribers {
  /** By topic: its subscribers, those of one broker behind each other. */
  readonly #of: readonly (readonly Subscriber[])[];
  /** By place and device: the topics of each device. */
  readonly #topics: readonly (readonly number[])[][];

  /** @param draw a topic, the popular ones more often. */
  constructor(
    topics: number,
    all: readonly (readonly Subscriber[])[],
    count: Distribution,
    draw: (random: Random) => number,
    random: Random,
  ) {
    const of: Subscriber[][] = Array.from({ length: topics }, () => []);
    this.#topics = all.map((devices) =>
      devices.map((subscriber) => {
        const wanted = Math.min(topics, Math.round(count.sample(random)));
        const chosen = choose(wanted, topics, draw, random);
        for (const topic of chosen) of[topic]!.push(subscriber);
        return chosen;
      }),
    );
    for (const list of of) list.sort((one, other) => one.broker - other.broker);
    this.#of = of;
  }

  of(topic: number): readonly Subscriber[] {
    return this.#of[topic]!;
  }

  topicsOf(place: number, device: number): readonly number[] {
    return this.#topics[place]![device]!;
  }
}

/** Draws of the same topic are drawn again; who wants nearly all of them takes the first that are left. */
const MOST_DRAWS = 20;

function choose(wanted: number, topics: number, draw: (random: Random) => number, random: Random) {
  const chosen = new Set<number>();
  for (let turn = 0; chosen.size < wanted && turn < wanted * MOST_DRAWS; turn += 1) {
    chosen.add(draw(random));
  }
  for (let topic = 0; chosen.size < wanted && topic < topics; topic += 1) chosen.add(topic);
  return [...chosen];
}
