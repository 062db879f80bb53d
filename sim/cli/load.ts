/** Scenario files on their way to runs. */
import { dirname, resolve } from 'node:path';
import { formatProblem, type Problem, Run, read, type Scenario, ScenarioError } from '../index.ts';
import { FileError } from '../lab/node/file-problem.ts';
import { readText } from '../lab/node/read-text.ts';

/** Changes to a scenario from the command line. */
export interface Changes {
  readonly seed?: string | undefined;
  readonly set?: readonly string[] | undefined;
}

/** A file that was read: a scenario, or what is wrong with it. */
export interface Source {
  /** As the user named it; `-` is standard input. */
  readonly file: string;
  readonly scenario?: Scenario;
  readonly problems: readonly Problem[];
  /** Text of the file and of all that it extends, by name, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  /** Why the file could not be read at all. */
  readonly unreadable?: string;
}

/** Names in a scenario are relative to its folder. */
export const folderOf = (file: string): string => (file === '-' ? '.' : dirname(file));

export function load(file: string, { seed, set = [] }: Changes): Source {
  const texts = new Map<string, string>();
  try {
    const text = readText(file);
    texts.set(file, text);
    const resolveFile = (path: string, from: string): string => {
      const other = readText(resolve(folderOf(from), path));
      texts.set(path, other);
      return other;
    };
    const found = read(text, { file, set, resolveFile, ...(seed === undefined ? {} : { seed }) });
    return { ...found, file, texts };
  } catch (error) {
    if (error instanceof FileError) return { file, problems: [], texts, unreadable: error.message };
    throw error;
  }
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

/** @returns every problem with its place in the file, and how many there are. */
export function describeProblems(sources: readonly Source[]): string {
  const blocks = sources.flatMap(({ unreadable, problems, texts, file }) => {
    const text = (problem: Problem) => texts.get(problem.file) ?? texts.get(file) ?? '';
    const shown = problems.map((problem) => formatProblem(problem, text(problem)));
    return unreadable === undefined ? shown : [unreadable];
  });
  const count = blocks.length === 1 ? '1 problem' : `${blocks.length} problems`;
  return `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n\n${count}\n`;
}
