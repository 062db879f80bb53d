/**
 * Fits how many tokens questions and answers of language models have and writes
 * sim/model/traffic/llm/tokens.data.ts. The traces stay where they are.
 *
 *     node bench/traffic/fit-tokens.mjs SHARED
 *
 * SHARED: shared/data, with llm/AzureLLMInferenceTrace_{conv,code}.csv (Azure Public Dataset, CC BY 4.0;
 *         Patel et al., Splitwise, ISCA 2024; one hour of 16 November 2023)
 *
 * Answers go with questions: there is a row of quantiles for the answers of each fifth of the questions.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUT = 'sim/model/traffic/llm/tokens.data.ts';
const QUANTILES = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];
const FIFTHS = 5;
const [, , shared] = process.argv;

const quantiles = (values) => {
  const sorted = [...values].sort((one, other) => one - other);
  return QUANTILES.map(
    (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))],
  );
};

function fitted(name) {
  const text = readFileSync(join(shared, 'llm', `AzureLLMInferenceTrace_${name}.csv`), 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(',').slice(1).map(Number))
    .sort((one, other) => one[0] - other[0]);
  const parts = Array.from({ length: FIFTHS }, (_, part) =>
    rows.slice((part * rows.length) / FIFTHS, ((part + 1) * rows.length) / FIFTHS),
  );
  const answers = parts.map(
    (part) => `[${quantiles(part.map(([, tokens]) => tokens)).join(', ')}]`,
  );
  const questions = quantiles(rows.map(([tokens]) => tokens)).join(', ');
  return `{\n    questions: [${questions}],\n    answers: [\n${answers.map((row) => `      ${row},\n`).join('')}    ],\n  }`;
}

writeFileSync(
  OUT,
  `/**
 * Tokens of questions and answers at the quantiles 0, 5, 10, 25, 50, 75, 90, 95, 99 and 100 %; answers by
 * fifths of the questions, the shortest first. From the Azure LLM inference trace 2023 (Azure Public
 * Dataset, CC BY 4.0; Patel et al., Splitwise, ISCA 2024). Written by bench/traffic/fit-tokens.mjs.
 */
export const TOKEN_QUANTILES = [${QUANTILES.join(', ')}] as const;

export const TOKENS = {
  conversation: ${fitted('conv')},
  code: ${fitted('code')},
} as const;
`,
);
