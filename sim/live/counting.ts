/** Counts what passes between the scenario's links and servers that do not count by our names. */
import type { EdgeMeters } from '../protocol/meters.ts';
import { HeadTap, type SeenHead } from './head-tap.ts';
import type { Finding } from './servers/software.ts';
import type { Taps } from './splice.ts';

const OK = 200;
const NOT_MODIFIED = 304;

type Headers = SeenHead['headers'];

/**
 * What a cache answers.
 *
 * @param meters undefined: it is no cache.
 * @param finding undefined: the answer does not say how it came about.
 */
export function answerTaps(
  meters: EdgeMeters | undefined,
  finding: (headers: Headers) => Finding | undefined,
): Taps {
  if (meters === undefined) return {};
  const tap = new HeadTap(({ status, headers, bodyBytes }) => {
    const told = finding(headers);
    if (told === undefined) return;
    const { found, isCollapsed, isRevalidated } = told;
    meters.asked(found);
    if (isCollapsed) meters.collapsed();
    if (isRevalidated) meters.revalidated();
    if (status === OK && found === 'miss' && !isCollapsed && !isRevalidated) meters.filled();
    if (status === OK || status === NOT_MODIFIED) meters.gave(bodyBytes, found);
  });
  return { incoming: (bytes) => tap.pass(bytes) };
}

/** What a server asks its parent for. */
export function requestTaps(asked: () => void): Taps {
  const tap = new HeadTap(asked);
  return { incoming: (bytes) => tap.pass(bytes) };
}
