/** Boosted trees as their definition has them, slow: what the fast ones are compared with. */
export interface PlainOptions {
  readonly trees: number;
  readonly depth: number;
  readonly learningRatio: number;
  /** Features are below this. */
  readonly bins: number;
  /** Nodes with fewer rows than this are no reason to ask. */
  readonly leastRows: number;
}

interface Question {
  readonly feature: number;
  readonly threshold: number;
}

type Rows = readonly (readonly number[])[];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const pathOf = (row: readonly number[], questions: readonly Question[]) =>
  questions.map(({ feature, threshold }) => (row[feature]! > threshold ? 'R' : 'L')).join('');

/** Residuals by the node that their rows are in. */
function nodesOf(rows: Rows, residuals: readonly number[], questions: readonly Question[]) {
  const nodes = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const path = pathOf(row, questions);
    nodes.set(path, [...(nodes.get(path) ?? []), residuals[index]!]);
  });
  return nodes;
}

function gain(
  rows: Rows,
  residuals: readonly number[],
  asked: readonly Question[],
  question: Question,
  leastRows: number,
): number {
  const after = nodesOf(rows, residuals, [...asked, question]);
  const score = (values: readonly number[]) => sum(values) ** 2 / values.length;
  let total = 0;
  for (const [path, values] of nodesOf(rows, residuals, asked)) {
    const sides = [after.get(`${path}L`) ?? [], after.get(`${path}R`) ?? []];
    if (sides.some((side) => side.length < leastRows)) continue;
    total += sum(sides.map(score)) - score(values);
  }
  return total;
}

function bestQuestion(
  rows: Rows,
  residuals: readonly number[],
  asked: readonly Question[],
  { bins, leastRows }: PlainOptions,
): Question {
  let best = { question: { feature: 0, threshold: bins }, gain: 0 };
  for (let feature = 0; feature < rows[0]!.length; feature += 1) {
    for (let threshold = 0; threshold < bins; threshold += 1) {
      const question = { feature, threshold };
      const gained = gain(rows, residuals, asked, question, leastRows);
      if (gained > best.gain) best = { question, gain: gained };
    }
  }
  return best.question;
}

/** @returns the estimate for a row. */
export function plainBoosting(
  rows: Rows,
  targets: readonly number[],
  options: PlainOptions,
): (row: readonly number[]) => number {
  const base = sum(targets) / targets.length;
  const trees: { questions: Question[]; leaves: Map<string, number> }[] = [];
  let residuals = targets.map((target) => target - base);
  for (let tree = 0; tree < options.trees; tree += 1) {
    const questions: Question[] = [];
    for (let level = 0; level < options.depth; level += 1) {
      questions.push(bestQuestion(rows, residuals, questions, options));
    }
    const leaves = new Map<string, number>();
    for (const [path, values] of nodesOf(rows, residuals, questions)) {
      leaves.set(path, (options.learningRatio * sum(values)) / values.length);
    }
    residuals = residuals.map(
      (residual, index) => residual - leaves.get(pathOf(rows[index]!, questions))!,
    );
    trees.push({ questions, leaves });
  }
  return (row) =>
    base + sum(trees.map(({ questions, leaves }) => leaves.get(pathOf(row, questions)) ?? 0));
}
