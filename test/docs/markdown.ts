/** Pieces of Markdown. */

const FENCE = /^(```+|~~~+)[^\n]*\n[\s\S]*?^\1\s*$/gm;

/** The page with fenced and inline code blanked out; lines stay. */
export function withoutCode(page: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  return page.replace(FENCE, blank).replace(/`[^`\n]+`/g, blank);
}

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
