/** Who may import whom: the import table of DESIGN.md as data. */
import { code, type Files, lineOf, type Violation } from './source.ts';

/**
 * Folder or file -> what it may import besides itself. The longest entry that fits a file counts.
 * An entry ending in a slash or without an extension means all below it.
 */
const SHARED = ['sim/part', 'sim/engine', 'sim/stats', 'sim/result', 'zod'] as const;
const BASICS = ['sim/model/distribution'] as const;
const LOWER = ['net', 'wire', 'access', 'cache', 'balance'].map((name) => `sim/model/${name}`);

export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'sim/part': ['zod'],
  'sim/engine': ['seedrandom'],
  'sim/stats': ['sim/engine/math', 'simple-statistics'],
  'sim/result': ['sim/stats'],
  'sim/model': [...SHARED, 'sim/model'],
  'sim/model/distribution': SHARED,
  'sim/model/net': [...SHARED, ...BASICS],
  'sim/model/wire': [...SHARED, ...BASICS],
  'sim/model/access': [...SHARED, ...BASICS],
  'sim/model/cache': [...SHARED, ...BASICS],
  'sim/model/balance': [...SHARED, ...BASICS],
  'sim/model/node': [...SHARED, ...BASICS, ...LOWER],
  'sim/model/cdn': [...SHARED, ...BASICS, ...LOWER, 'sim/model/node'],
  'sim/model/traffic': [
    ...SHARED,
    ...BASICS,
    ...LOWER,
    'sim/model/node',
    'sim/model/cdn',
    'sim/model/chat',
  ],
  'sim/model/traffic/trace': ['fzstd'],
  'sim/model/chat': [...SHARED, ...BASICS, ...LOWER, 'sim/model/node'],
  'sim/model/timeline': [...SHARED, 'sim/model'],
  'sim/model/cost': ['sim/result', 'sim/part', 'zod'],
  'sim/scenario': [...SHARED, 'sim/model', 'yaml', 'fastest-levenshtein'],
  'sim/report': ['sim/result', 'sim/stats', 'simple-statistics'],
  'sim/lab': [
    'sim/scenario',
    'sim/result',
    'sim/report',
    'sim/stats',
    'sim/part/reference.ts',
    'sim/part/choice.ts',
    'sim/model/traffic/trace-feed.ts',
    'sim/model/traffic/trace',
    // Reads Results, as this does.
    'sim/model/cost',
    'hyparquet',
    'hyparquet-compressors',
  ],
  // Caches alone, without a world around them.
  'sim/lab/cache': [
    'sim/lab/trace-source.ts',
    'sim/engine',
    'sim/stats',
    'sim/part',
    'sim/result',
    'sim/model/cache',
    'sim/model/traffic/trace',
  ],
  'sim/lab/node': [
    'sim/lab',
    'sim/part/choice.ts',
    'sim/model/cache',
    'sim/scenario',
    'sim/result',
    'sim/report',
    'sim/stats',
    'sim/model/traffic/trace',
    'node:',
  ],
  'sim/protocol': [
    ...SHARED,
    'sim/scenario',
    'sim/model',
    // What is spoken is a run like others, of a scenario that is read like others.
    'sim/lab/run.ts',
    'sim/index.ts',
    'undici',
    'rtp.js',
    'mqtt',
    'mqtt-packet',
    'aedes',
    'coap',
    'ws',
    '@xmpp',
    'eventsource',
    'node:',
  ],
  'sim/live': [
    ...SHARED,
    'sim/scenario',
    'sim/model',
    // The same world, devices and nodes as those that are spoken; only clocks and servers are real.
    'sim/protocol',
    'sim/lab/run.ts',
    'sim/index.ts',
    'mqtt-packet',
    '@nats-io/transport-node',
    'node:',
  ],
  'sim/index.ts': ['sim/part', 'sim/model', 'sim/scenario', 'sim/lab', 'sim/result', 'sim/stats'],
  'sim/cli': [
    'sim/index.ts',
    'sim/lab',
    'sim/protocol',
    'sim/live',
    'sim/report',
    'yargs',
    // Names mistyped on the command line are found as those in a scenario are.
    'sim/scenario/nearest.ts',
    'picocolors',
    'node:',
  ],
  viz: ['sim/index.ts', 'd3', 'uplot', 'preact', '@preact/signals'],
  // Run by Node while building, and in no browser.
  'viz/vite.config.ts': ['vite', 'node:', 'viz/'],
  'viz/vite.report.config.ts': ['vite', 'vite-plugin-singlefile', 'node:', 'viz/'],
  bench: ['sim/index.ts', 'sim/', 'dist/', 'node:'],
};

/** What stands in for an import that is not allowed. */
const INSTEAD: readonly (readonly [string, string])[] = [
  ['sim/cli', 'sim/index.ts; the CLI is on top and nothing calls it'],
  ['sim/lab/node', 'an argument: the host reads files and passes text in'],
  [
    'node:',
    'an argument: files, clocks and sockets are for sim/lab/node, sim/protocol, sim/live and sim/cli',
  ],
  ['yaml', 'read(text) of sim/scenario'],
  ['simple-statistics', 'sim/stats'],
  ['seedrandom', 'a named stream of sim/engine/streams.ts'],
  ['sim/model', 'a Result, or what sim/index.ts exports'],
  ['sim/engine', 'a Result, or what sim/index.ts exports'],
];

const DEFAULT_INSTEAD = 'what the import table in test/tidy/imports.ts allows';

/** Where imports begin: at the start of a line, so that code in a test's text is not taken for it. */
const STATEMENT =
  /^(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|^import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;
/** Workers, which bundlers find by this form. */
const WORKER = /\bnew URL\(\s*['"](\.[^'"\n]+\.tsx?)['"],\s*import\.meta\.url\s*\)/g;

export interface Import {
  readonly from: string;
  /** As written. */
  readonly written: string;
  /** A path in the repository, or the name of a package. */
  readonly to: string;
  readonly line: number;
}

/** `a/b/../c` -> `a/c`. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function packageOf(written: string): string {
  if (written.startsWith('node:')) return written;
  return written
    .split('/')
    .slice(0, written.startsWith('@') ? 2 : 1)
    .join('/');
}

const targetOf = (from: string, written: string): string =>
  written.startsWith('.') ? normal(`${from}/../${written}`) : packageOf(written);

/** Every import of a file, of any form. */
export function importsOf(path: string, text: string): Import[] {
  const plain = code(text);
  const matches = [STATEMENT, DYNAMIC, WORKER].flatMap((form) => [...plain.matchAll(form)]);
  return matches.map((match) => {
    const written = (match[1] ?? match[2])!;
    return { from: path, written, to: targetOf(path, written), line: lineOf(plain, match.index) };
  });
}

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);

const fits = (target: string, allowed: string): boolean =>
  allowed === 'node:'
    ? target.startsWith('node:')
    : isBelow(target, allowed) || (allowed === 'd3' && target.startsWith('d3-'));

/** The entry of the table that holds for a file; tests and tools at the top have none. */
function ruleFor(path: string): string | undefined {
  const rules = Object.keys(MAY_IMPORT).filter((rule) => isBelow(path, rule));
  return rules.sort((one, other) => other.length - one.length)[0];
}

export function forbiddenImports(files: Files): Violation[] {
  return [...files].flatMap(([path, text]) => {
    const rule = path.endsWith('.ts') || path.endsWith('.tsx') ? ruleFor(path) : undefined;
    if (rule === undefined) return [];
    const allowed = [rule, ...MAY_IMPORT[rule]!];
    return importsOf(path, text)
      .filter(({ to }) => !allowed.some((one) => fits(to, one)))
      .map(({ to, line }) => {
        const instead = INSTEAD.find(([what]) => to.startsWith(what))?.[1] ?? DEFAULT_INSTEAD;
        return { path, line, message: `${rule} may not import ${to}, use ${instead}` };
      });
  });
}

/** Node resolves what is written, so what is written is the file. */
export function importsWithoutExtension(files: Files): Violation[] {
  return [...files]
    .filter(([path]) => /\.tsx?$/.test(path))
    .flatMap(([path, text]) => importsOf(path, text))
    .filter(({ written }) => written.startsWith('.') && !/\.\w+$/.test(written.split('?')[0]!))
    .map(({ from, written, line }) => ({
      path: from,
      line,
      message: `${written} has no extension, use ${written}.ts`,
    }));
}
