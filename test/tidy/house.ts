/** Order in the house: lengths, names, and nothing that nobody uses. */
import { importsOf } from './imports.ts';
import type { Files, Violation } from './source.ts';

const MOST_LINES = 400;

/** Names under which everything and nothing is kept. */
const VAGUE = /(^|\/)(utils?|helpers?|common|misc|types)(\/|\.ts$)/;

const isCode = (path: string): boolean => /\.tsx?$/.test(path);
const whole = (path: string, message: string): Violation => ({ path, line: 0, message });

export function longFiles(files: Files): Violation[] {
  return [...files]
    .filter(([path]) => /\.(ts|tsx|mjs|css)$/.test(path) && !path.endsWith('.data.ts'))
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ path, lines }) =>
      whole(path, `${lines} lines, more than ${MOST_LINES}: split it, or name a table *.data.ts`),
    );
}

export function badNames(files: Files): Violation[] {
  return [...files.keys()].filter(isCode).flatMap((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const found: Violation[] = [];
    if (!/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(name)) {
      found.push(whole(path, 'use kebab-case for file names'));
    }
    if (VAGUE.test(path)) found.push(whole(path, 'name it after what is in it'));
    return found;
  });
}

/** Files that something outside of the imports starts: the package, workers, Vite, Vitest, npm scripts. */
const ENTRIES = [
  /^sim\/index\.ts$/,
  /^sim\/cli\/main\.ts$/,
  /^sim\/(?:lab\/node|protocol)\/[a-z-]+-worker\.ts$/,
  /^bench\/.*\.(ts|mjs)$/,
  /^test\/.*\.(test|setup)\.tsx?$/,
  /(^|\/)[^/]*\.config\.ts$/,
  /\.d\.ts$/,
];

/** Scripts that pages name: `<script type="module" src="./app/main.tsx">`. */
function pageScripts(files: Files): string[] {
  return [...files]
    .filter(([path]) => path.startsWith('viz/') && path.endsWith('.html'))
    .flatMap(([path, text]) => {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const sources = [...text.matchAll(/<script[^>]*\bsrc="\.?\/([^"]+)"/g)];
      return sources.map((match) => folder + match[1]!);
    });
}

/** Everything that the given files import, directly or not, with themselves. */
export function reachable(files: Files, starts: readonly string[]): Map<string, string[]> {
  const ways = new Map<string, string[]>(starts.map((start) => [start, [start]]));
  const waiting = [...starts];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = files.get(path);
    if (text === undefined || !/\.(tsx?|mjs)$/.test(path)) continue;
    for (const { to } of importsOf(path, text)) {
      if (ways.has(to)) continue;
      ways.set(to, [...ways.get(path)!, to]);
      waiting.push(to);
    }
  }
  return ways;
}

export function unusedFiles(files: Files): Violation[] {
  const entries = [...files.keys()].filter((path) => ENTRIES.some((entry) => entry.test(path)));
  const used = reachable(files, [...entries, ...pageScripts(files)]);
  return [...files.keys()]
    .filter((path) => isCode(path) && !used.has(path))
    .map((path) => whole(path, 'nothing imports it: use it or remove it'));
}

export function nodeInBrowser(files: Files): Violation[] {
  if (!files.has('sim/index.ts')) return [];
  return [...reachable(files, ['sim/index.ts'])]
    .filter(([to]) => to.startsWith('node:'))
    .map(([to, way]) => {
      const importer = way.at(-2)!;
      const chain = way.slice(0, -1).join(' -> ');
      return whole(importer, `imports ${to} and runs in browsers (${chain}), pass it in instead`);
    });
}

/** A dependency that nothing needs is weight and risk for everybody who installs the package. */
export function unusedDependencies(files: Files): Violation[] {
  const manifest = JSON.parse(files.get('package.json') ?? '{}') as {
    dependencies?: Record<string, string>;
  };
  const imported = new Set(
    [...files]
      .filter(([path]) => path.startsWith('sim/') && isCode(path))
      .flatMap(([path, text]) => importsOf(path, text).map(({ to }) => to)),
  );
  return Object.keys(manifest.dependencies ?? {})
    .filter((name) => !imported.has(name))
    .map((name) =>
      whole('package.json', `no file of sim/ imports ${name}: remove it from dependencies`),
    );
}

const READMES = ['README.md', 'README.zh-CN.md'] as const;

/** The house is open to readers of both languages. */
export function missingReadme(files: Files): Violation[] {
  const there = READMES.filter((name) => files.has(name));
  if (there.length !== 1) return [];
  const missing = READMES.find((name) => !files.has(name))!;
  return [whole(there[0]!, `has no counterpart: write ${missing}`)];
}
