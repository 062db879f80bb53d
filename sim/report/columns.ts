/** Text in columns that line up on a terminal, also when some of it is Chinese. */

// Sequences that set colours: ECMA-48 §8.3.117 (SGR).
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Code points that take two columns, as [first, last]: Unicode's East_Asian_Width W and F. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

const COMBINING = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

function columnsOf(character: string): number {
  const point = character.codePointAt(0)!;
  if (point >= 0x300 && COMBINING.test(character)) return 0;
  return WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}

/** @returns how many terminal columns a text takes; colours take none. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text.replace(COLOUR, '')) columns += columnsOf(character);
  return columns;
}

export type Align = 'left' | 'right';

function pad(text: string, columns: number, align: Align): string {
  const room = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + room : room + text;
}

/**
 * @param align one entry a column; columns beyond it are on the right.
 * @returns one line a row, columns two spaces apart, without trailing spaces.
 */
export function inColumns(rows: readonly (readonly string[])[], align: readonly Align[]): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => pad(cell, widths[column]!, align[column] ?? 'right')).join('  ');
  return rows.map((row) => line(row).trimEnd());
}
