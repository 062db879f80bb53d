/** The terminal that the program runs in: the only way for commands to print. */
import pico from 'picocolors';
import type { Style } from '../report/style.ts';

export interface Host {
  /** Data, to standard output. */
  out(text: string): void;
  /** Everything that is not data, to standard error. */
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  /** Whether somebody watches standard error. */
  readonly isWatched: boolean;
  /** Columns of standard output. */
  readonly width: number;
}

/** Width of a pipe, and of terminals that do not say. */
const DEFAULT_WIDTH = 100;

type Environment = Readonly<Record<string, string | undefined>>;

/** Source: no-color.org; FORCE_COLOR as in Node's documentation, but not against NO_COLOR. */
export function wantsColour(isTerminal: boolean, environment: Environment): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal && TERM !== 'dumb';
}

function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough (`| head`); what else the run does, such as reports, goes on.
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  return (text) => {
    if (isOpen) stream.write(text);
  };
}

export function processHost(): Host {
  const { stdout, stderr, env } = process;
  const styleOf = (stream: NodeJS.WriteStream) =>
    pico.createColors(wantsColour(stream.isTTY === true, env));
  return {
    out: writer(stdout),
    err: writer(stderr),
    outStyle: styleOf(stdout),
    errStyle: styleOf(stderr),
    isWatched: stderr.isTTY === true,
    // 0 on terminals that do not know it.
    width: stdout.columns || DEFAULT_WIDTH,
  };
}
