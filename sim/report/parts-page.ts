/** docs/parts.md: every part that a scenario can name, written from the registries. */
import { partExample, usesOf } from './part-example.ts';
import type { KindFacts, ParamFacts, PartFacts } from './part-facts.ts';

const INTRODUCTION = `# Parts

Everything a scenario can name, written by \`UPDATE_DOCS=1 npx vitest run --project docs\` from the
parts themselves. \`twinwing explain NAME\` says the same on the terminal.`;

/** Text that stands in a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function paramRow({ name, form, isRequired, fallback, description }: ParamFacts): string {
  const preset = fallback === undefined ? (isRequired ? 'required' : '') : `\`${cell(fallback)}\``;
  return `| \`${name}\` | ${cell(form)} | ${preset} | ${cell(description)} |`;
}

function paramTable(params: readonly ParamFacts[]): string {
  if (params.length === 0) return '';
  const heading = '| parameter | write | default | |\n|---|---|---|---|';
  return [heading, ...params.map(paramRow)].join('\n');
}

function partSection(part: PartFacts, kind: KindFacts, kinds: readonly KindFacts[]): string {
  return [
    `### ${part.name}`,
    `${part.summary[0]?.toUpperCase()}${part.summary.slice(1)}.`,
    paramTable(part.params),
    `\`\`\`yaml\n${partExample(part, kind, kinds)}\n\`\`\``,
    `Source: ${part.source}`,
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

function kindSection(kind: KindFacts, kinds: readonly KindFacts[]): string {
  const title = `## ${kind.kind[0]?.toUpperCase()}${kind.kind.slice(1)}`;
  const uses = usesOf(kind, kinds).map(({ param, part }) => `\`${param.name}\` of ${part.name}`);
  const where = uses.length > 0 ? [`Used as ${uses.join(', ')}.`] : [];
  const parts = kind.parts.map((part) => partSection(part, kind, kinds));
  return [title, ...where, ...parts].join('\n\n');
}

/** @returns Markdown, with a line break at the end. */
export function partsPage(kinds: readonly KindFacts[]): string {
  const sections = kinds.map((kind) => kindSection(kind, kinds));
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}
