/** How text looks in a terminal or editor with a fixed pitch. */

/** Wide and full-width ranges. Source: Unicode 15, EastAsianWidth.txt, W and F, rounded to blocks. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

const COMBINING = /[\p{Mn}\p{Me}\p{Cf}]/u;

const isWide = (code: number): boolean =>
  WIDE.some(([first, last]) => code >= first && code <= last);

/** @returns columns that the text takes: 2 for CJK characters, 0 for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (COMBINING.test(character)) continue;
    width += isWide(character.codePointAt(0)!) ? 2 : 1;
  }
  return width;
}

const TAB = '  ';
const FIRST_CONTROL_PICTURE = 0x2400;
const DELETE_PICTURE = '\u2421';

/** Text without tabs and control characters, so that it can neither shift columns nor colour a terminal. */
export function printable(text: string): string {
  const shown = (character: string): string => {
    if (character === '\t') return TAB;
    const code = character.codePointAt(0)!;
    if (code === 0x7f) return DELETE_PICTURE;
    return code < 0x20 ? String.fromCodePoint(FIRST_CONTROL_PICTURE + code) : '';
  };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to go
  return text.replace(/[\x00-\x1f\x7f]/g, shown).replace(/[\x80-\x9f]/g, '\ufffd');
}
