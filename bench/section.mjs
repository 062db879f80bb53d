/** Sections of bench/RESULTS.md, which several programs write, each its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PATH = 'bench/RESULTS.md';

/** Puts a section in place of the one that was there before, or at the end. Its first line is its heading. */
export function writeSection(lines) {
  const [heading] = lines;
  const before = existsSync(PATH) ? readFileSync(PATH, 'utf8') : '# Measured\n';
  const [head, ...tail] = before.split(`${heading}\n`);
  const next = tail.join('').search(/^## /m);
  const rest = next < 0 ? '' : `\n${tail.join('').slice(next)}`;
  writeFileSync(PATH, `${head.trimEnd()}\n\n${lines.join('\n').trimEnd()}\n${rest}`);
}
