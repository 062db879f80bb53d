/** Text → documents of the YAML library, which by itself follows any nesting to the end of the stack. */
import { Composer, type CST, type Document, Lexer, Parser, type YAMLError } from 'yaml';

/**
 * Maps and lists that may be open at one place. The library recurses through them, and an overflow
 * cannot be caught for certain: V8 aborts when it happens while a regular expression is compiled.
 */
const MOST_OPEN = 100;

export interface Composed {
  readonly contents: Document.Parsed['contents'];
  readonly errors: readonly YAMLError[];
  /** Where a second document begins, if one does. */
  readonly secondAt: number | undefined;
}

/** @returns the first document, or the offset at which the text is nested too deeply. */
export function compose(text: string): Composed | { readonly tooDeepAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MOST_OPEN) return { tooDeepAt: parser.offset };
  }
  tokens.push(...parser.end());
  return composeTokens(tokens, text.length);
}

function composeTokens(tokens: CST.Token[], length: number): Composed {
  const composer = new Composer({
    schema: 'core',
    // YAML 1.1 would make `no` and `12:30` something else than text.
    version: '1.2',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    // The library compares all keys with all others; the builder takes linear time.
    uniqueKeys: false,
  });
  const documents = composer.compose(tokens, true, length);
  // With `forceDoc` there always is one.
  const first = documents.next().value as Document.Parsed;
  const { contents, errors, warnings } = first;
  const second = documents.next();
  const secondAt = second.done === true ? undefined : second.value.range[0];
  return { contents, errors: [...errors, ...warnings], secondAt };
}
