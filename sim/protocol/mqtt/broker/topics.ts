/** Names of topics, filters, and which of them match. Source: MQTT 5.0 §4.7 and §4.8.2, 3.1.1 §4.7 */

const SHARE = '$share/';

/** §4.7.1, §4.7.3: at least one character, no wildcards. Strings have no U+0000 by themselves. */
export const isTopicName = (topic: string): boolean =>
  topic.length > 0 && !topic.includes('#') && !topic.includes('+');

/** §4.7.1: `#` on its own at the end, `+` in the place of a whole level. */
export function isTopicFilter(filter: string): boolean {
  if (filter.length === 0) return false;
  const levels = filter.split('/');
  return levels.every((level, at) => {
    if (level === '#') return at === levels.length - 1;
    return level === '+' || !(level.includes('#') || level.includes('+'));
  });
}

export interface Shared {
  readonly share: string;
  readonly filter: string;
}

/** @returns undefined for a filter that is not shared; 'wrong' for one that should be and is not well-formed. */
export function sharedFilter(filter: string): Shared | 'wrong' | undefined {
  if (!filter.startsWith(SHARE)) return undefined;
  const slash = filter.indexOf('/', SHARE.length);
  if (slash < 0) return 'wrong';
  const share = filter.slice(SHARE.length, slash);
  const rest = filter.slice(slash + 1);
  const isWrong = share.length === 0 || share.includes('+') || share.includes('#');
  return isWrong || !isTopicFilter(rest) ? 'wrong' : { share, filter: rest };
}

/** Whether a filter takes in a topic; both are well-formed. */
export function matches(filter: readonly string[], topic: readonly string[]): boolean {
  // §4.7.2: what begins with $ is for those who ask for it by name.
  const isHidden = topic[0]!.startsWith('$');
  if (isHidden && (filter[0] === '#' || filter[0] === '+')) return false;
  for (let at = 0; at < filter.length; at += 1) {
    const level = filter[at];
    // `a/#` takes in `a`, too.
    if (level === '#') return true;
    if (at >= topic.length || (level !== '+' && level !== topic[at])) return false;
  }
  return filter.length === topic.length;
}
