type Numbers = Int32Array | Uint32Array | Float64Array | Uint8Array | Uint16Array;

/** A copy of `array` with room for `length`, or the array itself when it has the room. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const bigger = new (array.constructor as new (length: number) => T)(length);
  bigger.set(array);
  return bigger;
}
