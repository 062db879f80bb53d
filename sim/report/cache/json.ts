import type { CacheStudy } from '../../result/cache-row.ts';

/** Plain data for programs: `rows`, and `complete: false` when the study was stopped. */
export function cacheStudyJson({ rows, complete }: CacheStudy): string {
  return `${JSON.stringify(complete ? { rows } : { rows, complete })}\n`;
}
