/** A copy with room for `length`, or the array itself when it has the room. */
export function grown(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  if (array.length >= length) return array as Float64Array<ArrayBuffer>;
  const larger = new Float64Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
