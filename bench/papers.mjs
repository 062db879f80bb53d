/**
 * Our numbers beside those of papers, written to bench/papers.md. Needs the shared data in ../shared,
 * or where TWINWING_SHARED says.
 *
 *     npm run build:sim && npm run bench:papers
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { admission } from './papers/admission.mjs';
import { arcTable } from './papers/arc-table.mjs';
import { delayed } from './papers/delayed.mjs';
import { newcomers } from './papers/newcomers.mjs';
import { photoTiers } from './papers/photo-tiers.mjs';

const shared = resolve(process.env.TWINWING_SHARED ?? '../shared', 'data/cache');
if (!existsSync(shared)) {
  process.stderr.write(`${shared}: not found: expected the shared cache traces\n`);
  process.exit(2);
}
const figures = JSON.parse(readFileSync(join(import.meta.dirname, 'papers/figures.json'), 'utf8'));
const sections = [arcTable, newcomers, delayed, admission, photoTiers];
const pages = [];
for (const section of sections) pages.push(await section(shared, figures));
const text = [
  '# Papers',
  '',
  'Our numbers beside those that papers print. Written by `npm run bench:papers`; every number is exact',
  'and the same on every machine. `test/model/cache/papers.whole.test.ts` keeps the claims.',
  '',
  ...pages,
].join('\n');
writeFileSync('bench/papers.md', `${text.trimEnd()}\n`);
process.stdout.write(`${text.trimEnd()}\n`);
