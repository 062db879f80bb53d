/** Weights of the rule `learned`; written by bench/abr/train.mjs, which says from what. */

export const WEIGHTS = {
  base: -0.353,
  buffer: 0.957,
  error: 0.128,
  trend: 0.361,
  up: -0.622,
};
