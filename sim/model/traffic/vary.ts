/**
 * What answers depend on beside the URL: an object has one variant for each combination of what requests
 * say, and caches keep each as an object of its own (RFC 9111 §4.1).
 */
import { z } from 'zod';
import { Alias } from '../../engine/alias.ts';
import type { Streams } from '../../engine/streams.ts';
import { ratio } from '../../part/units.ts';
import type { Clients } from '../node/clients.ts';

/** Rounding in the last place of shares such as 33.3%, three of which are 0.1 % short. */
const SHARES_TOLERANCE = 0.002;

const shares = z
  .record(z.string().min(1), ratio({ above: 0 }))
  .refine(
    (all) =>
      Math.abs(Object.values(all).reduce((sum, share) => sum + share, -1)) < SHARES_TOLERANCE,
    { error: 'shares that do not add up: expected 100% in all' },
  );

export const varyParams = z
  .record(z.string().min(1), shares)
  .describe(
    'request headers on which answers depend, and the share of devices with each value: accept-encoding: { br: 90%, gzip: 10% }; each combination is a variant of its own in caches, RFC 9111 §4.1',
  );

export type VaryParams = z.output<typeof varyParams>;

/** How many variants an object has; 1 where answers depend on the URL alone. */
export const variantsOf = (vary: VaryParams = {}): number =>
  Object.values(vary).reduce((product, values) => product * Object.keys(values).length, 1);

/** What each device says is drawn once: people do not change their browser between two requests. */
export class Variants {
  readonly count: number;
  /** By place and device; undefined where there is one variant. */
  readonly #ofDevice: readonly Uint32Array[] | undefined;

  /** @param name of the traffic, whose chance is its own. */
  constructor(
    vary: VaryParams | undefined,
    name: string,
    clients: readonly Clients[],
    streams: Streams,
  ) {
    this.count = variantsOf(vary);
    if (this.count === 1 || vary === undefined) return;
    const headers = Object.values(vary).map((values) => new Alias(Object.values(values)));
    this.#ofDevice = clients.map((node) => {
      const random = streams.stream(`${name}@${node.name}/variant`);
      return Uint32Array.from({ length: node.devices }, () =>
        headers.reduce((variant, header) => variant * header.size + header.sample(random), 0),
      );
    });
  }

  /** @param place index into the clients. @returns 0 to below `count`. */
  of(place: number, device: number): number {
    return this.#ofDevice === undefined ? 0 : this.#ofDevice[place]![device]!;
  }
}
