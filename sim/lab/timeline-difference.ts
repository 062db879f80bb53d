/** Where two timelines part. */
import type { TimelineEntry } from '../scenario/scenario.ts';

/** Time of the first entry that only one of two timelines has, ms; Infinity when they are alike. */
export function firstDifferenceMs(
  one: readonly TimelineEntry[],
  other: readonly TimelineEntry[],
): number {
  const [ours, theirs] = [inOrder(one), inOrder(other)];
  const length = Math.max(ours.length, theirs.length);
  for (let index = 0; index < length; index += 1) {
    const [our, their] = [ours[index], theirs[index]];
    if (our === undefined || their === undefined) return (our ?? their)!.atMs;
    if (whatOf(our) !== whatOf(their)) return Math.min(our.atMs, their.atMs);
  }
  return Number.POSITIVE_INFINITY;
}

const inOrder = (timeline: readonly TimelineEntry[]) =>
  [...timeline].sort((one, other) => one.atMs - other.atMs);

/** What happens, without its name, which changes nothing. */
const whatOf = ({ atMs, action }: TimelineEntry): string =>
  JSON.stringify([atMs, action.name, action.params]);
