/**
 * Messages by hour of the day, in any unit. Peaks of offices at 11 and 14 o'clock: Slack (reference/domain.md §4.1); all
 * else is an assumption.
 */
export const RHYTHMS = {
  social: [5, 3, 2, 1, 1, 2, 4, 7, 8, 8, 9, 10, 12, 10, 8, 8, 8, 9, 10, 12, 14, 15, 13, 9],
  office: [
    0.5, 0.3, 0.2, 0.2, 0.2, 0.3, 1, 4, 10, 19, 23, 26, 16, 21, 26, 24, 22, 18, 10, 5, 4, 3, 2, 1,
  ],
  classroom: [0, 0, 0, 0, 0, 0, 1, 4, 20, 22, 24, 22, 8, 6, 20, 22, 20, 8, 4, 10, 10, 6, 2, 0],
} as const;
