/** Walks through the text of an assertion, piece by piece, and knows where it stands. */

/** What is wrong with an assertion, and where in its text. */
export interface AssertionProblem {
  readonly message: string;
  /** Offset of the wrong piece in the text, and its length, in UTF-16 units. */
  readonly at: number;
  readonly length: number;
  /** The names that would have been right, for a did-you-mean. */
  readonly known?: readonly string[];
  /** What to write instead, as a phrase. */
  readonly hint?: string;
}

/** Carries a problem out of the depth of the parser; never leaves `parseAssertion`. */
export class Misfit extends Error {
  readonly problem: AssertionProblem;

  constructor(problem: AssertionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A piece of the text. */
export interface Token {
  readonly text: string;
  readonly at: number;
}

const LONGEST_QUOTE = 40;

const NAME = /[\p{L}_][\p{L}\p{N}_.]*/uy;
/** Values of labels need quotes only when they hold something else than names are made of. */
const WORD = /[\p{L}\p{N}_./*-]+/uy;
const QUOTED = /"[^"]*"|'[^']*'/y;
const SPACE = /\s*/y;

export class AssertionText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpace();
  }

  /** Takes the piece that stands here, if it has this form, and the space behind it. */
  #take(form: RegExp): Token | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    const token = { text: found, at: this.#at };
    this.#at += found.length;
    this.#skipSpace();
    return token;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)![0].length;
  }

  name(expected: string): Token {
    return this.#take(NAME) ?? this.fail(expected);
  }

  /** A word, or anything between quotes; the token's text is without them. */
  word(expected: string): Token & { readonly length: number } {
    const quoted = this.#take(QUOTED);
    if (quoted) {
      return { text: quoted.text.slice(1, -1), at: quoted.at, length: quoted.text.length };
    }
    const word = this.#take(WORD) ?? this.fail(expected);
    return { ...word, length: word.text.length };
  }

  /** Whether this sign stands here; it is taken if it does. */
  accepts(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    this.#skipSpace();
    return true;
  }

  expects(sign: string, expected: string): void {
    if (!this.accepts(sign)) this.fail(expected);
  }

  /** Takes one piece of a form of the caller's, which must be sticky. */
  piece(form: RegExp, expected: string): Token {
    return this.#take(form) ?? this.fail(expected);
  }

  /** @throws Misfit unless everything was taken */
  end(): void {
    if (this.#at < this.#text.length) this.fail('the end of the assertion');
  }

  /** Something else stands here than what was expected. */
  fail(expected: string): never {
    const rest = this.#text.slice(this.#at).trimEnd();
    const quoted = rest.length <= LONGEST_QUOTE ? rest : `${rest.slice(0, LONGEST_QUOTE)}…`;
    const found = rest === '' ? 'the text ends' : JSON.stringify(quoted);
    const message = `${found}: expected ${expected}`;
    throw new Misfit({ message, at: this.#at, length: Math.max(1, rest.length) });
  }
}
