/** Collects the problems of a scenario, and says what zod found in the words of a user. */
import type { z } from 'zod';
import { found, quote } from '../part/issue.ts';
import { keysAt } from '../part/keys.ts';
import { nearest } from './nearest.ts';
import { CODE, type Path, type Problem } from './problem.ts';
import type { Advice, SourceMap } from './source.ts';

type Issue = z.core.$ZodIssue;

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  object: 'a map',
  record: 'a map',
  array: 'a list',
};

const BOOLEANS_OF_OLD = /^(yes|no|on|off|y|n)$/i;

export class Findings {
  readonly problems: Problem[] = [];
  readonly source: SourceMap;

  constructor(source: SourceMap) {
    this.source = source;
  }

  add(code: string, path: Path, message: string, advice?: Advice): void {
    this.problems.push(this.source.problem(code, path, message, advice));
  }

  unknownKey(path: Path, key: string, known: readonly string[]): void {
    const hint = key === '<<' ? 'merge keys are not of YAML 1.2; extends merges files' : undefined;
    const advice = { target: 'key' as const, meant: { word: key, known }, hint };
    this.add(CODE.unknownKey, [...path, key], `unknown key ${quote(key)}`, advice);
  }

  /** A key that has to be there. */
  missing(path: Path, expected: string): void {
    this.add(CODE.missing, path, `missing: expected ${expected}`, { target: 'key' });
  }

  /** A problem with a piece of the text that stands at a path. */
  within(code: string, path: Path, text: string, piece: Piece): void {
    const { message, at, length, known, hint } = piece;
    const meant = known && { meant: { word: unquoted(text.slice(at, at + length)), known } };
    const problem = this.source.problem(code, path, message, { hint, ...meant });
    this.problems.push({ ...problem, ...this.source.locateWithin(path, at, length) });
  }

  /** A name of something that the scenario does not have. */
  dangling(path: Path, name: string, expected: string, known: readonly string[]): void {
    const message = `unknown name ${quote(name)}: expected ${expected}`;
    this.add(CODE.dangling, path, message, { meant: { word: name, known } });
  }

  wrongType(path: Path, raw: unknown, expected: string, advice?: Advice): void {
    this.add(CODE.type, path, `${found(raw)}: expected ${expected}`, advice);
  }

  /** @returns what the schema makes of the value; undefined when that has problems. */
  parse<Output>(schema: z.ZodType<Output>, raw: unknown, path: Path): Output | undefined {
    const parsed = schema.safeParse(raw, { reportInput: true });
    if (parsed.success) return parsed.data;
    this.#addIssues(schema, parsed.error.issues, path);
    return undefined;
  }

  #addIssues(schema: z.ZodType, issues: readonly Issue[], base: Path): void {
    // A mistyped key explains that the right one is missing: one mistake, one problem.
    const explained = new Set<string>();
    for (const issue of issues) {
      if (issue.code !== 'unrecognized_keys') continue;
      const path = [...base, ...(issue.path as Path)];
      const known = paramsOf(issue).known ?? keysAt(schema, issue.path);
      for (const key of issue.keys) {
        this.unknownKey(path, key, known);
        explained.add([...path, nearest(key, known)].join('\n'));
      }
    }
    for (const issue of issues) {
      if (issue.code === 'unrecognized_keys') continue;
      const path = [...base, ...(issue.path as Path)];
      if (!explained.has(path.join('\n'))) this.#addIssue(issue, path);
    }
  }

  #addIssue(issue: Issue, path: Path): void {
    if (issue.input === undefined && !this.source.has(path)) {
      const expected = issue.code === 'custom' ? afterColon(issue.message) : expectedOf(issue);
      this.missing(path, expected);
      return;
    }
    const { code = codeOf(issue), hint, known } = paramsOf(issue);
    const word = nameIn(issue.input);
    const existing = this.source.existing(path);
    if (known === undefined || word === undefined) {
      this.add(code, existing, messageOf(issue), { hint });
      return;
    }
    // The name of a part may be a key: `{ s3-fif: { small: 20% } }`.
    const isKey = typeof issue.input === 'object';
    const place = isKey ? [...existing, word] : existing;
    const target = isKey ? 'key' : 'value';
    this.add(code, place, messageOf(issue), { hint, target, meant: { word, known } });
  }
}

/** What is wrong with a piece of a text, and where in it. */
export interface Piece {
  readonly message: string;
  readonly at: number;
  readonly length: number;
  readonly known?: readonly string[];
  readonly hint?: string;
}

const unquoted = (text: string): string => text.replace(/^["'](.*)["']$/su, '$1');

interface Params {
  readonly code?: string;
  readonly hint?: string | undefined;
  readonly known?: readonly string[];
}

function paramsOf(issue: Issue): Params {
  if ('params' in issue && issue.params !== undefined) return issue.params as Params;
  if (issue.code === 'invalid_value') return { known: issue.values.map(String) };
  const isOld = typeof issue.input === 'string' && BOOLEANS_OF_OLD.test(issue.input);
  const wantsBoolean = issue.code === 'invalid_type' && issue.expected === 'boolean';
  return wantsBoolean && isOld ? { hint: 'YAML 1.2 knows true and false only' } : {};
}

/** The word that was taken for a name: a text, or the only key of a map. */
function nameIn(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  const isMap = input !== null && typeof input === 'object' && !Array.isArray(input);
  const keys = isMap ? Object.keys(input) : [];
  return keys.length === 1 ? keys[0] : undefined;
}

const afterColon = (message: string): string => message.replace(/^.*?: expected /, '');

function codeOf({ code }: Issue): string {
  if (code === 'invalid_value') return CODE.value;
  return code === 'too_small' || code === 'too_big' ? CODE.range : CODE.type;
}

function expectedOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return NOUNS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_key' && issue.issues[0] !== undefined) {
    return expectedOf(issue.issues[0]);
  }
  if (issue.code === 'invalid_union') {
    const nouns = issue.errors.flatMap(([first]) => (first ? expectedOf(first) : []));
    return [...new Set(nouns)].join(' or ');
  }
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function messageOf(issue: Issue): string {
  if (issue.code === 'custom') return issue.message;
  return `${found(issue.input)}: expected ${expectedOf(issue)}`;
}
