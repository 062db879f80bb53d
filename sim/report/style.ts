/** How a report emphasises: the CLI decides whether that is colour or nothing. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
}

const same = (text: string) => text;

/** No emphasis: for files, pipes and `NO_COLOR`. */
export const PLAIN: Style = { bold: same, dim: same, red: same, green: same, yellow: same };
