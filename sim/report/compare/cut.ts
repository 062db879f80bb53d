import { displayWidth } from '../columns.ts';

const MORE = '…';

/** @returns the text, or as much of its beginning as fits with a sign that there is more. */
export function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let kept = '';
  for (const character of text) {
    if (displayWidth(kept + character + MORE) > columns) break;
    kept += character;
  }
  return kept + MORE;
}
