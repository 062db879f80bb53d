import type { Result } from '../result/result.ts';

/**
 * What `--json` prints; the same bytes for equal runs.
 *
 * @param scenarios how many were asked for: of one the Result itself, of several an array.
 */
export function resultJson(results: readonly Result[], scenarios: number): string {
  const [first] = results;
  if (scenarios > 1) return `${JSON.stringify(results)}\n`;
  return first === undefined ? '' : `${JSON.stringify(first)}\n`;
}
