import { describe, expect, it } from 'vitest';
import { displayWidth, inColumns } from '../../sim/report/columns.ts';

describe('the width of text', () => {
  // Authority: Unicode's East_Asian_Width, W and F take two columns.
  it.each<[string, number]>([
    ['edge', 4],
    ['边缘', 4],
    ['ｅｄｇｅ', 8],
    ['한글', 4],
    ['±…–✓', 4],
    ['📦', 2],
    ['e\u0301', 1],
    ['\u001b[32mgreen\u001b[39m', 5],
  ])('%s is %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});

describe('columns', () => {
  it('line up when some of the text is Chinese', () => {
    const lines = inColumns(
      [
        ['tier', 'requests'],
        ['边缘', '9'],
        ['origin', '1234'],
      ],
      ['left'],
    );
    expect(lines).toEqual(['tier    requests', '边缘           9', 'origin      1234']);
  });

  it('leave no spaces at the end of a line', () => {
    expect(
      inColumns(
        [
          ['a', ''],
          ['b', 'c'],
        ],
        ['left', 'left'],
      ),
    ).toEqual(['a', 'b  c']);
  });
});
