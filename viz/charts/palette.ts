/**
 * Colours by meaning, the same in every chart. The values stand in `style/colours.css`: Okabe and Ito's
 * palette, darkened on white until each colour has a contrast of 3 to 1 (WCAG 2.2, 1.4.11).
 * Source: Okabe & Ito, Color Universal Design, 2008.
 */
import type { GroupFacts } from '../../sim/index.ts';

export type Colour = `--${string}`;

export const PERCENTILE_COLOURS: Readonly<Record<string, Colour>> = {
  p50: '--p50',
  p95: '--p95',
  p99: '--p99',
};

const SERIES = 6;

/** The colour of the nth of several equals, such as places. */
export const seriesColour = (index: number): Colour => `--series-${(index % SERIES) + 1}`;

/** Caches take the cool colours in the order in which requests meet them. */
export function tierColour(groups: readonly GroupFacts[], name: string): Colour {
  const caches = groups.filter((group) => group.kind === 'cache');
  const index = caches.findIndex((group) => group.name === name);
  return index < 0 ? '--kind-other' : `--tier-${(index % 4) + 1}`;
}

const KINDS = ['clients', 'balancer', 'cache', 'origin', 'gateway'];

export const kindColour = (kind: string): Colour =>
  KINDS.includes(kind) ? `--kind-${kind}` : '--kind-other';

/** The value that a colour has here and now, for canvases, which cannot read CSS variables. */
export function resolveColour(element: Element, colour: Colour): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${colour})`;
  probe.hidden = true;
  element.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
