/** What actions share that make nodes slow or wrong while they are up. */
import { duration, number, ratio } from '../../part/units.ts';
import type { Trouble } from '../node/node-troubles.ts';
import type { ActionContext } from './action.ts';

export const NODE = 'which: edge/0, edge/*, edge@virginia, or virginia for all there';

/** @param slowdown default of the factor; @param errors default of the share. */
export const troubleParams = (slowdown: number, errors: string) => ({
  slowdown: number({ min: 1 })
    .prefault(slowdown)
    .describe(
      'service times of workers are so many times as long; caches have none without a cpu: delay them',
    ),
  delay: duration().prefault('0ms').describe('what each request waits before it is looked at'),
  errors: ratio().prefault(errors).describe('share of requests answered with an error at once'),
});

interface Params {
  readonly slowdown: number;
  readonly delay: number;
  readonly errors: number;
}

export const troubleOf = ({ slowdown, delay, errors }: Params): Trouble => ({
  slowdown,
  delayMs: delay,
  errorRatio: errors,
});

/** `10 times as slow, 200ms late, 5% errors`. */
export function inWords({ slowdown, delay, errors }: Params): string {
  const words = [
    slowdown > 1 ? `${slowdown} times as slow` : '',
    delay > 0 ? `${delay}ms late` : '',
    errors > 0 ? `${Number((errors * 100).toPrecision(6))}% errors` : '',
  ].filter((word) => word !== '');
  return words.join(', ') || 'no trouble';
}

export function beginAt(id: number, trouble: Trouble, { world }: ActionContext): void {
  const random = world.streams.stream(`${world.nodes[id]!.name}/errors`);
  world.exchange.troubles.begin(id, trouble, random);
}

export const endAt = (id: number, trouble: Trouble, { world }: ActionContext): void =>
  world.exchange.troubles.end(id, trouble);
