/**
 * Tokens of questions and answers at the quantiles 0, 5, 10, 25, 50, 75, 90, 95, 99 and 100 %; answers by
 * fifths of the questions, the shortest first. From the Azure LLM inference trace 2023 (Azure Public
 * Dataset, CC BY 4.0; Patel et al., Splitwise, ISCA 2024). Written by bench/traffic/fit-tokens.mjs.
 */
export const TOKEN_QUANTILES = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;

export const TOKENS = {
  conversation: {
    questions: [2, 181, 207, 396, 1020, 1189, 2735, 4083, 4142, 14050],
    answers: [
      [7, 16, 27, 69, 105, 167, 212, 217, 263, 1000],
      [24, 73, 81, 88, 97, 111, 135, 148, 184, 739],
      [10, 76, 95, 385, 399, 421, 461, 532, 642, 1000],
      [26, 79, 138, 378, 399, 424, 477, 549, 654, 1000],
      [15, 34, 39, 50, 77, 115, 162, 200, 407, 918],
    ],
  },
  code: {
    questions: [3, 75, 147, 578, 1469, 2745, 5194, 7315, 7436, 7437],
    answers: [
      [6, 6, 7, 9, 14, 23, 54, 88, 234, 1899],
      [6, 6, 7, 9, 13, 25, 58, 89, 252, 841],
      [6, 6, 7, 9, 13, 25, 55, 86, 235, 824],
      [6, 6, 7, 9, 12, 21, 53, 90, 258, 940],
      [6, 6, 7, 9, 13, 25, 58, 101, 294, 928],
    ],
  },
} as const;
