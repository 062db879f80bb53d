/** All rules of the house over all of its files. */
import { bannedWords } from './banned.ts';
import {
  badNames,
  longFiles,
  missingReadme,
  nodeInBrowser,
  unusedDependencies,
  unusedFiles,
} from './house.ts';
import { forbiddenImports, importsWithoutExtension } from './imports.ts';
import type { Files } from './source.ts';

const RULES = [
  forbiddenImports,
  importsWithoutExtension,
  nodeInBrowser,
  bannedWords,
  longFiles,
  badNames,
  unusedFiles,
  unusedDependencies,
  missingReadme,
] as const;

/** @returns `path:line: what is wrong, use …`, in order of path and line. */
export function violations(files: Files): string[] {
  const found = RULES.flatMap((rule) => rule(files));
  found.sort(
    (one, other) =>
      (one.path < other.path ? -1 : one.path > other.path ? 1 : 0) || one.line - other.line,
  );
  return found.map(({ path, line, message }) =>
    line === 0 ? `${path}: ${message}` : `${path}:${line}: ${message}`,
  );
}
