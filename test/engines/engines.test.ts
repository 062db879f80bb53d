/** The same bits in every JavaScript engine that people run Twinwing in. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import { ROOT } from '../built.ts';
import { browsers } from './browsers.ts';
import type { Answer, Engine, ScenarioText } from './engine.ts';
import { otherNode, workInNode } from './nodes.ts';

/** Long-term releases of Node that Twinwing supports. */
const MAJORS = [20, 22, 24];
const TOUR = join(ROOT, 'scenarios/tour');

/** Browsers have no files to read a trace from. */
function scenarios(): ScenarioText[] {
  const files = readdirSync(TOUR).filter((file) => file.endsWith('.yaml'));
  const texts = files.map((file) => ({ file, text: readFileSync(join(TOUR, file), 'utf8') }));
  const needsTrace = ({ file, text }: ScenarioText) =>
    read(text, { file }).scenario!.traffic.some(({ kind }) => kind.name === 'trace');
  return texts.filter((one) => !needsTrace(one));
}

async function engines(): Promise<Engine[]> {
  const own = Number(process.versions.node.split('.')[0]);
  const others = MAJORS.filter((major) => major !== own);
  return [...(await Promise.all(others.map(otherNode))), ...browsers()];
}

/** Short, so that a difference is readable; a Result has some hundred kilobytes. */
const hashes = (answer: Answer) =>
  Object.fromEntries(
    Object.entries(answer).map(([name, text]) => [
      name,
      createHash('sha256').update(text).digest('hex').slice(0, 16),
    ]),
  );

const found = await engines();

describe(`Results, mathematics and random numbers of Node ${process.version}`, () => {
  let expected: Record<string, string> = {};

  beforeAll(async () => {
    expected = hashes(await workInNode(process.execPath, scenarios()));
  });

  it('come from at least four scenarios without problems', () => {
    expect(Object.keys(expected).filter((name) => name.endsWith('.yaml')).length).toBeGreaterThan(
      3,
    );
  });

  for (const engine of found) {
    if ('work' in engine) {
      it(`are those of ${engine.name}`, async () => {
        expect(hashes(await engine.work(scenarios()))).toEqual(expected);
      });
    } else {
      it.skipIf(process.env.CI !== 'true')(`are those of ${engine.name} (${engine.missing})`, () =>
        expect.fail(engine.missing),
      );
    }
  }
});
