/** Pieces of Markdown. */

const FENCE = /^(```+|~~~+)[^\n]*\n[\s\S]*?^\1\s*$/gm;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The page with fenced code blanked out; lines stay. */
export const withoutFences = (page: string): string => page.replace(FENCE, blank);

/** The page with all code blanked out; lines stay. */
export const withoutCode = (page: string): string =>
  withoutFences(page).replace(/`[^`\n]+`/g, blank);

export interface ConsoleBlock {
  readonly page: string;
  readonly line: number;
  /** Commands without their prompt, each with the output that the page shows. */
  readonly steps: readonly { readonly command: string; readonly output: string }[];
}

const MARKED = /^<!-- run -->\s*\n+```console\n([\s\S]*?)^```\s*$/gm;

/** `$ ` begins a command; what follows up to the next one is its output. */
function stepsOf(text: string): ConsoleBlock['steps'] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf('\n');
      return { command: step.slice(0, end), output: step.slice(end + 1) };
    });
}

/** Blocks that say of themselves that they show what really happens. */
export function consoleBlocks(page: string, text: string): ConsoleBlock[] {
  return [...text.matchAll(MARKED)].map((match) => ({
    page,
    line: text.slice(0, match.index).split('\n').length,
    steps: stepsOf(match[1]!),
  }));
}
