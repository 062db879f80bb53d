/** How many tokens somebody asks with and gets. */
import type { Random } from '../../../engine/random.ts';
import { TOKEN_QUANTILES, TOKENS } from './tokens.data.ts';

export type Workload = keyof typeof TOKENS;
export const WORKLOADS = Object.keys(TOKENS) as Workload[];

export class Tokens {
  readonly #workload: Workload;
  /** Of the last draw, 1 or more. */
  question = 0;
  answer = 0;

  constructor(workload: Workload) {
    this.#workload = workload;
  }

  draw(random: Random): void {
    const { questions, answers } = TOKENS[this.#workload];
    const quantile = random.uniform();
    this.question = between(questions, quantile);
    this.answer = between(answers[Math.floor(quantile * answers.length)]!, random.uniform());
  }
}

/** Straight lines between the quantiles of a table. */
function between(tokens: readonly number[], quantile: number): number {
  let index = 1;
  while (TOKEN_QUANTILES[index]! < quantile) index += 1;
  const [from, to] = [TOKEN_QUANTILES[index - 1]!, TOKEN_QUANTILES[index]!];
  const part = (quantile - from) / (to - from);
  const low = tokens[index - 1]!;
  return Math.max(1, Math.round(low + part * (tokens[index]! - low)));
}
