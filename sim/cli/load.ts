/** Scenario files on their way to runs. */
import { dirname, isAbsolute, join } from 'node:path';
import { formatProblem, type Problem, Run, read, type Scenario, ScenarioError } from '../index.ts';
import { FileError } from '../lab/node/file-problem.ts';
import { readText } from '../lab/node/read-text.ts';
import type { Style } from '../report/style.ts';

/** Changes to a scenario from the command line. */
export interface Changes {
  readonly seed?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** A file that was read: a scenario, or what is wrong with it. */
export interface Source {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  readonly scenario?: Scenario | undefined;
  readonly problems: readonly Problem[];
  /** Text of the file and of all that it extends, by name, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  /** Why the file could not be read at all. */
  readonly unreadable?: string;
}

/** Names in a scenario are relative to its folder. */
export const folderOf = (file: string): string => (file === '-' ? '.' : dirname(file));

type Texts = ReadonlyMap<string, string>;

/** Reads a file that another one extends, and keeps its text under the name that messages use. */
function other(path: string, from: string, texts: Map<string, string>, known?: Texts): string {
  const name = isAbsolute(path) ? path : join(folderOf(from), path);
  try {
    const text = known?.get(name) ?? readText(name);
    texts.set(name, text);
    return text;
  } catch (error) {
    throw error instanceof FileError ? new Error(error.reason) : error;
  }
}

/** What reads a scenario's text: `read`, or `resolveText`. */
type Reader<Found> = (text: string, options: Omit<Parameters<typeof read>[1], 'kinds'>) => Found;

/**
 * Reads a file, and those that it extends, with any reader of scenarios.
 *
 * @param known what was read of them already: standard input can be read once.
 */
export function loadWith<Found>(
  reader: Reader<Found>,
  file: string,
  { seed, set = [] }: Changes,
  known?: Texts,
): { found?: Found; texts: ReadonlyMap<string, string>; unreadable?: string } {
  const texts = new Map<string, string>();
  const resolveFile = (path: string, from: string) => other(path, from, texts, known);
  const options = { file, set, resolveFile, ...(seed === undefined ? {} : { seed }) };
  try {
    const text = known?.get(file) ?? readText(file);
    texts.set(file, text);
    texts.set('--set', set.join('\n'));
    return { found: reader(text, options), texts };
  } catch (error) {
    if (error instanceof FileError) return { texts, unreadable: error.message };
    throw error;
  }
}

/** @param known texts of a source of the same file, whose changes are others. */
export function load(file: string, changes: Changes, known?: Texts): Source {
  const { found, ...facts } = loadWith(read, file, changes, known);
  return { file, problems: [], ...facts, ...found };
}

/** Builds the run of a source, or finds what only building shows. */
export function prepare(source: Source): { run: Run } | { refused: Source } {
  if (source.scenario === undefined) return { refused: source };
  try {
    return { run: new Run(source.scenario) };
  } catch (error) {
    return { refused: refusal(source, error) };
  }
}

/**
 * @returns the source with the problems that came to light.
 * @throws the error itself when it is not one of the scenario.
 */
export function refusal(source: Source, error: unknown): Source {
  if (!(error instanceof ScenarioError)) throw error;
  return { ...source, problems: error.problems };
}

type Paint = NonNullable<NonNullable<Parameters<typeof formatProblem>[2]>['colour']>;

/** Colours of code frames. */
const painter =
  (style: Style): Paint =>
  (what, text) => {
    if (what === 'place' || what === 'path') return style.bold(text);
    if (what === 'mark') return style.red(text);
    if (what === 'dim') return style.dim(text);
    return what === 'hint' ? style.yellow(text) : text;
  };

/** @returns every problem with its place in the file, and how many there are. */
export function describeProblems(
  sources: readonly Pick<Source, 'unreadable' | 'problems' | 'texts'>[],
  style: Style,
): string {
  const colour = painter(style);
  const blocks = sources.flatMap(({ unreadable, problems, texts }) =>
    unreadable === undefined
      ? problems.map((one) => formatProblem(one, texts.get(one.file) ?? '', { colour }))
      : [unreadable],
  );
  const count = blocks.length === 1 ? '1 problem' : `${blocks.length} problems`;
  return `${blocks.join('\n\n')}\n\n${count}\n`;
}
