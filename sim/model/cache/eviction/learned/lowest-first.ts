/**
 * Reorders scores and the items they belong to, so that the `lowest` lowest of the first `count`
 * come first, in no particular order.
 * Source: Hoare, Algorithm 65: FIND, Communications of the ACM 4(7), 1961.
 */
export function lowestFirst(
  scores: Float64Array,
  items: Int32Array,
  count: number,
  lowest: number,
): void {
  let first = 0;
  let last = count - 1;
  while (first < last) {
    const pivot = scores[(first + last) >> 1]!;
    let left = first;
    let right = last;
    while (left <= right) {
      while (scores[left]! < pivot) left += 1;
      while (scores[right]! > pivot) right -= 1;
      if (left > right) break;
      swap(scores, items, left, right);
      left += 1;
      right -= 1;
    }
    if (lowest - 1 <= right) last = right;
    else if (lowest - 1 >= left) first = left;
    else return;
  }
}

function swap(scores: Float64Array, items: Int32Array, one: number, other: number): void {
  const score = scores[one]!;
  scores[one] = scores[other]!;
  scores[other] = score;
  const item = items[one]!;
  items[one] = items[other]!;
  items[other] = item;
}
