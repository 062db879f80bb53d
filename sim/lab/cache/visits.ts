/** Requests of many people, who also look again at what they looked at lately. */
import { Streams } from '../../engine/streams.ts';
import { Zipf } from '../../engine/zipf.ts';

export interface Visits {
  readonly requests: number;
  readonly client: Int32Array;
  readonly object: Int32Array;
}

export interface VisitOptions {
  readonly requests: number;
  readonly clients: number;
  readonly objects: number;
  /** Exponent of the popularity of what is looked at for the first time. */
  readonly exponent: number;
  /** Probability that somebody looks again at one of their last objects, all equally likely. */
  readonly againRatio: number;
  /** How many last objects are remembered for that. */
  readonly remembered: number;
  readonly seed: string;
}

export function drawVisits(options: VisitOptions): Visits {
  const { requests, clients, objects, exponent, againRatio, remembered, seed } = options;
  const random = new Streams(seed, 0).stream('visits');
  const popularity = new Zipf(objects, exponent);
  const last = new Int32Array(clients * remembered);
  const seen = new Int32Array(clients);
  const visits = { requests, client: new Int32Array(requests), object: new Int32Array(requests) };
  for (let request = 0; request < requests; request += 1) {
    const client = random.below(clients);
    const known = Math.min(seen[client]!, remembered);
    const from = client * remembered;
    let object: number;
    if (known > 0 && random.uniform() < againRatio) object = last[from + random.below(known)]!;
    else {
      object = popularity.sample(random) - 1;
      last[from + (seen[client]! % remembered)] = object;
      seen[client]! += 1;
    }
    visits.client[request] = client;
    visits.object[request] = object;
  }
  return visits;
}
