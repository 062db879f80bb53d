/** Source text as the rules see it. */

/** Path from the top of the repository -> text. */
export type Files = ReadonlyMap<string, string>;

export interface Violation {
  readonly path: string;
  /** From 1; 0 for the file as a whole. */
  readonly line: number;
  readonly message: string;
}

/** A comment, or what may hold `//` without being one: a string, a template, a regular expression. */
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|(?<=(?:^|[=(,:;!&|?{}[\n]|=>|return)[ \t]*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g;

const cached = new Map<string, string>();

/** The text with comments blanked out; lines and columns stay. */
export function code(text: string): string {
  let found = cached.get(text);
  if (found === undefined) {
    found = text.replace(TOKEN, (token) =>
      /^\/[/*]/.test(token) ? token.replace(/[^\n]/g, ' ') : token,
    );
    cached.set(text, found);
  }
  return found;
}

/** @returns the line, from 1, that an offset is on. */
export const lineOf = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length;
