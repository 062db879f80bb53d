/** A small solver of linear programs, for tests that want an answer from another method. */

/**
 * The most that `aims · x` can be with every `rows[i] · x <= most[i]` and no x below 0, by the simplex
 * method with Bland's rule, which never goes in circles (Mathematics of Operations Research 2(2), 1977).
 *
 * @param most 0 or more each, so that all zeros are a beginning.
 */
export function maximum(
  aims: readonly number[],
  rows: readonly (readonly number[])[],
  most: readonly number[],
): number {
  const width = aims.length + rows.length;
  const table = rows.map((row, index) => {
    const slack = rows.map((_, other) => (other === index ? 1 : 0));
    return [...row, ...slack, most[index]!];
  });
  const goal = [...aims.map((aim) => -aim), ...rows.map(() => 0), 0];
  const basis = rows.map((_, index) => aims.length + index);
  for (;;) {
    const enters = goal.findIndex((value, column) => column < width && value < -TINY);
    if (enters < 0) return goal[width]!;
    let leaves = -1;
    for (const [index, row] of table.entries()) {
      if (row[enters]! <= TINY) continue;
      const better = leaves < 0 ? -1 : ratio(row, enters) - ratio(table[leaves]!, enters);
      const isTie = Math.abs(better) <= TINY && basis[index]! < basis[leaves]!;
      if (better < -TINY || isTie) leaves = index;
    }
    if (leaves < 0) throw new Error('the aim has no limit');
    basis[leaves] = enters;
    const pivot = table[leaves]!;
    const factor = pivot[enters]!;
    for (const [column, value] of pivot.entries()) pivot[column] = value / factor;
    for (const row of [...table, goal]) if (row !== pivot) subtract(row, pivot, row[enters]!);
  }
}

const TINY = 1e-10;

const ratio = (row: readonly number[], column: number) => row.at(-1)! / row[column]!;

function subtract(row: number[], pivot: readonly number[], times: number): void {
  for (const [column, value] of pivot.entries()) row[column]! -= times * value;
}
