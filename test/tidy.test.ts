import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { violations } from './tidy/violations.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LOOKED_AT = /\.(tsx?|mjs|js|css|html|md)$|^package\.json$/;

/** What is or will be under version control, as it stands on disk. */
function workingTree(): Map<string, string> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const paths = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const wanted = paths.filter((path) => LOOKED_AT.test(path) && existsSync(ROOT + path));
  return new Map(wanted.map((path) => [path, readFileSync(ROOT + path, 'utf8')]));
}

/** Plants files in an otherwise tidy house, where a test, which may, uses all of them. */
function plant(files: Readonly<Record<string, string>>): string[] {
  const used = Object.keys(files).map((path) => `import '../${path}';`);
  return violations(new Map([...Object.entries(files), ['test/all.test.ts', used.join('\n')]]));
}

describe('the house', () => {
  it('is tidy', () => {
    expect(violations(workingTree())).toEqual([]);
  });
});

describe('the import table', () => {
  it('names the folder, the import and what to use instead', () => {
    const planted = plant({
      'sim/engine/station.ts':
        "import { z } from 'zod';\n\nimport { readFileSync } from 'node:fs';\n",
    });
    expect(planted).toEqual([
      'sim/engine/station.ts:1: sim/engine may not import zod, use what the import table in test/tidy/imports.ts allows',
      'sim/engine/station.ts:3: sim/engine may not import node:fs, use an argument: files, clocks and sockets are for sim/lab/node, sim/protocol, sim/live and sim/cli',
    ]);
  });

  it.each([
    ['a folder below another', 'sim/model/net/link.ts', '../node/node.ts', 'sim/model/net'],
    ['siblings', 'sim/model/cache/lru.ts', '../balance/index.ts', 'sim/model/cache'],
    ['a report', 'sim/report/html.ts', '../engine/simulator.ts', 'sim/report'],
    ['the dashboard', 'viz/app/main.ts', '../../sim/result/result.ts', 'viz'],
    ['the CLI', 'sim/cli/app.ts', '../scenario/read.ts', 'sim/cli'],
    ['a scenario', 'sim/scenario/read.ts', '../report/html.ts', 'sim/scenario'],
  ])('keeps %s from what it must not know', (_who, path, written, rule) => {
    const [first] = plant({ [path]: `import type { A } from '${written}';\n` });
    expect(first).toContain(`${path}:1: ${rule} may not import sim/`);
  });

  it.each([
    ['import {\n  a,\n} from "yaml";', 1],
    ['export { a } from "yaml";', 1],
    ['import "yaml";', 1],
    ['\nconst a = await import("yaml");', 2],
  ])('sees %j', (text, line) => {
    expect(plant({ 'sim/part/part.ts': text })[0]).toBe(
      `sim/part/part.ts:${line}: sim/part may not import yaml, use read(text) of sim/scenario`,
    );
  });

  it('lets every folder import what the table gives it', () => {
    const allowed = {
      'sim/model/cdn/cache-node.ts': "import { z } from 'zod';\nimport '../node/node.ts';\n",
      'sim/model/node/node.ts': "import '../net/link.ts';\nimport '../../engine/random.ts';\n",
      'sim/model/net/link.ts': "import '../distribution/shapes.ts';\n",
      'sim/cli/main.ts': "import '../index.ts';\nimport yargs from 'yargs';\n",
      'viz/charts/axis.ts': "import { scaleLinear } from 'd3-scale';\n",
    };
    expect(plant(allowed)).toEqual([]);
  });

  it('wants extensions on relative imports', () => {
    expect(plant({ 'sim/part/part.ts': "import './units';\n" })).toEqual([
      'sim/part/part.ts:1: ./units has no extension, use ./units.ts',
    ]);
  });

  it('keeps node: out of all that a browser loads', () => {
    const planted = plant({
      'sim/index.ts': "export { run } from './lab/run.ts';\n",
      'sim/lab/run.ts': "import './files.ts';\n",
      'sim/lab/files.ts': "import 'node:fs';\n",
    });
    expect(planted).toContain(
      'sim/lab/files.ts: imports node:fs and runs in browsers (sim/index.ts -> sim/lab/run.ts -> sim/lab/files.ts), pass it in instead',
    );
  });
});

describe('banned words', () => {
  it.each([
    ['sim/model/a.ts', 'Math.random()', 'Math.random'],
    ['sim/engine/a.ts', 'Math.pow(2, 3)', 'Math.pow'],
    ['sim/stats/a.ts', 'const a = 2 ** 3;', '**'],
    ['sim/model/a.ts', 'Date.now()', 'Date.now'],
    ['sim/lab/a.ts', 'setTimeout(f)', 'setTimeout'],
    ['sim/model/a.ts', 'async function f() {}', 'async'],
    ['sim/report/a.ts', 'console.log(1)', 'console.'],
    ['sim/result/a.ts', '[2, 1].sort()', '.sort()'],
    ['viz/a.ts', '[2, 1].toSorted()', '.toSorted()'],
    ['sim/report/a.ts', 'a.localeCompare(b)', 'localeCompare'],
    ['sim/part/a.ts', "throw new Error('no such part.')", "Error('no such part.')"],
    ['test/a.test.ts', "it.only('x')", 'it.only('],
    ['viz/a.ts', 'debugger;', 'debugger'],
    ['sim/part/a.ts', '// FIXME', 'FIXME'],
  ])('in %s include %s', (path, text, word) => {
    const [first, ...more] = plant({ [path]: `\n${text}\n` });
    expect(first?.startsWith(`${path}:2: ${word} is banned here, use `)).toBe(true);
    expect(more).toEqual([]);
  });

  it.each([
    ['sim/model/a.ts', '/** Math.random would differ. */'],
    ['sim/model/a.ts', 'Math.sqrt(2) + Math.floor(1.5) + Math.trunc(a)'],
    ['sim/cli/a.ts', 'Date.now(); process.exit(1);'],
    ['sim/lab/node/a.ts', 'await promise;'],
    ['sim/result/a.ts', '[2, 1].sort((a, b) => a - b)'],
    ['sim/part/a.ts', "throw new Error('and so on ...')"],
    ['sim/part/a.ts', "const url = 'https://example.org'; // ** in a comment"],
  ])('in %s do not include %s', (path, text) => {
    expect(plant({ [path]: `${text}\n` })).toEqual([]);
  });

  it('say what to use instead', () => {
    expect(plant({ 'sim/model/a.ts': 'Math.log(2);\n' })).toEqual([
      'sim/model/a.ts:1: Math.log is banned here, use sim/engine/math, because engines differ in the last bit',
    ]);
  });
});

describe('files', () => {
  const lines = (count: number) => 'const a = 1;\n'.repeat(count);

  it('have 400 lines at most, unless they are tables', () => {
    expect(plant({ 'sim/part/long.ts': lines(400) })).toEqual([]);
    expect(plant({ 'sim/part/long.data.ts': lines(401) })).toEqual([]);
    expect(plant({ 'sim/part/long.ts': lines(401) })).toEqual([
      'sim/part/long.ts: 401 lines, more than 400: split it, or name a table *.data.ts',
    ]);
  });

  it('have names in kebab-case that say what they hold', () => {
    expect(plant({ 'sim/part/SomePart.ts': '' })).toEqual([
      'sim/part/SomePart.ts: use kebab-case for file names',
    ]);
    expect(plant({ 'sim/part/utils.ts': '' })).toEqual([
      'sim/part/utils.ts: name it after what is in it',
    ]);
  });

  it('are used by something', () => {
    const files = new Map([
      ['sim/index.ts', "export * from './part/used.ts';\n"],
      ['sim/part/used.ts', ''],
      ['sim/part/left.ts', ''],
    ]);
    expect(violations(files)).toEqual([
      'sim/part/left.ts: nothing imports it: use it or remove it',
    ]);
  });

  it('are used when a page or a worker names them', () => {
    const files = new Map([
      ['viz/index.html', '<script type="module" src="./app/main.ts"></script>'],
      ['viz/app/main.ts', "new Worker(new URL('../worker.ts', import.meta.url));\n"],
      ['viz/worker.ts', ''],
    ]);
    expect(violations(files)).toEqual([]);
  });
});

describe('the package', () => {
  it('has no dependency that nothing imports', () => {
    const files = new Map([
      ['package.json', '{ "dependencies": { "yaml": "1.0.0", "left-pad": "1.0.0" } }'],
      ['sim/index.ts', "export * from './scenario/read.ts';\n"],
      ['sim/scenario/read.ts', "import 'yaml';\n"],
    ]);
    expect(violations(files)).toEqual([
      'package.json: no file of sim/ imports left-pad: remove it from dependencies',
    ]);
  });

  it('has a README in both languages', () => {
    const english: [string, string] = ['README.md', '# Twinwing'];
    const chinese: [string, string] = ['README.zh-CN.md', '# Twinwing'];
    expect(violations(new Map([english, chinese]))).toEqual([]);
    expect(violations(new Map([english]))).toEqual([
      'README.md: has no counterpart: write README.zh-CN.md',
    ]);
  });
});
