import type { CacheStudy } from '../../result/cache-row.ts';

/** Plain data for programs: `rows`, `curves` when there are any, `complete: false` when it was stopped. */
export function cacheStudyJson({ rows, curves, complete }: CacheStudy): string {
  const more = { ...(curves.length > 0 && { curves }), ...(!complete && { complete }) };
  return `${JSON.stringify({ rows, ...more })}\n`;
}
