/**
 * Every file in scenarios/ is an example, a golden test and a determinism test. A golden that moves
 * on purpose is written anew by UPDATE_GOLDEN=1, and named under Results in CHANGELOG.md.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  evaluate,
  METRICS,
  type Query,
  type Result,
  Run,
  read,
  scenarioSchema,
} from '../sim/index.ts';
import { driveRun } from '../sim/lab/node/drive.ts';
import type { ProtocolAnswer } from '../sim/protocol/job.ts';
import { builtMain, ROOT } from './built.ts';

const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `scenarios/${name}`)
  .sort((a, b) => (a < b ? -1 : 1));

/** What a scenario gives, and of one that is spoken the hash of all bytes that arrived. */
interface Ran {
  readonly result: Result;
  readonly wireHash?: string;
}

async function run(file: string): Promise<Ran> {
  const texts = new Map<string, string>();
  const readText = (path: string) => {
    const text = readFileSync(path, 'utf8');
    texts.set(path, text);
    return text;
  };
  const { scenario, problems } = read(readText(file), {
    file,
    resolveFile: (path, from) => readText(join(dirname(from), path)),
  });
  expect(problems).toEqual([]);
  if (scenario!.run.fidelity === 'protocol') return spoken(file, texts);
  const one = new Run(scenario!);
  await driveRun(one, { folder: dirname(file) });
  return { result: one.result() };
}

/** In a thread of its own, which loads built files. */
async function spoken(file: string, texts: ReadonlyMap<string, string>): Promise<ProtocolAnswer> {
  builtMain();
  const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
  return runProtocol({ file, texts });
}

/** What a reader of the golden wants to see, and a hash of all the rest. */
function golden({ result, wireHash }: Ran) {
  const figures: Record<string, number> = {};
  const ask = (query: Query, name: string) => {
    const { value } = evaluate(result, query);
    if (value !== undefined && value !== 0) figures[name] = value;
  };
  for (const { name: metric, kind } of METRICS) {
    if (kind !== 'histogram') ask({ fn: 'value', metric, labels: {} }, metric);
    else
      for (const fn of ['p50', 'p99'] as const) ask({ fn, metric, labels: {} }, `${fn}(${metric})`);
  }
  return {
    title: result.scenario.title,
    replications: result.replications.map(({ events, fingerprint }) => ({ events, fingerprint })),
    figures,
    verdicts: result.verdicts.map(({ text, outcome }) => `${outcome}: ${text}`),
    ...(wireHash !== undefined && { wireHash }),
    sha256: createHash('sha256').update(JSON.stringify(result)).digest('hex'),
  };
}

describe.each(files)('%s', (file) => {
  it('gives the golden Result, twice', async () => {
    const first = golden(await run(file));
    expect(golden(await run(file))).toEqual(first);
    const path = `${dirname(file)}/${basename(file, '.yaml')}.golden.json`;
    if (process.env.UPDATE_GOLDEN === '1' || !existsSync(path)) {
      expect(process.env.CI, `${path} is missing`).not.toBe('true');
      writeFileSync(path, `${JSON.stringify(first, null, 2)}\n`);
    }
    expect(first).toEqual(JSON.parse(readFileSync(path, 'utf8')));
  });

  it('passes its own assertions', async () => {
    const { verdicts } = JSON.parse(
      readFileSync(`${dirname(file)}/${basename(file, '.yaml')}.golden.json`, 'utf8'),
    );
    for (const verdict of verdicts) expect(verdict).toMatch(/^pass: /);
  });
});

describe('scenarios/scenario.v1.schema.json', () => {
  it('is what the registries give; UPDATE_GOLDEN=1 writes it anew', () => {
    const path = 'scenarios/scenario.v1.schema.json';
    const text = `${JSON.stringify(scenarioSchema(), null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});
