/** What the sections share: the compiled program, traces and policies by name. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const compiled = join(import.meta.dirname, '../../dist');
const load = (name) => import(pathToFileURL(join(compiled, `${name}.js`)).href);

export const { replay } = await load('lab/cache/replay');
export const { replayWith } = await load('lab/cache/admitting-replay');
export const { delayedHits } = await load('lab/cache/delayed-hits');
export const { drawVisits } = await load('lab/cache/visits');
export const { replayTiers } = await load('lab/cache/tiers');
const { readLog } = await load('lab/cache/request-log');
const { openTrace } = await load('lab/node/trace-file');
const { choose } = await load('part/choice');
const { evictionPolicies } = await load('model/cache/eviction/index');
const { admissionPolicies } = await load('model/cache/admission/index');
const { prefetchers } = await load('model/cache/prefetch/index');

const chosen = (registry, name, given) => {
  const part = registry.find(name);
  return part === undefined ? undefined : choose(part, part.params.parse(given));
};
/** Undefined when there is no such policy. */
export const eviction = (name, given = {}) => chosen(evictionPolicies, name, given);
export const admissionPolicy = (name, given = {}) => chosen(admissionPolicies, name, given);
export const noPrefetch = chosen(prefetchers, 'none', {});

export async function traceLog(shared, name) {
  const source = openTrace(join(shared, `${name}.oracleGeneral.bin.zst`), { format: 'auto' });
  const log = await readLog(source);
  await source.close();
  return log;
}

/** A Markdown table. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line)];
}

export const percent = (part) => (100 * part).toFixed(2);
