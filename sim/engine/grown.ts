type Numbers = Int32Array | Uint32Array | Float64Array | Uint8Array | Uint16Array;

const GROWTH = 1.25;

/** Length of an array by object that has grown too short for one: steps of a quarter waste an eighth. */
export function roomFor(object: number, length: number): number {
  return Math.max(object + 1, Math.ceil(GROWTH * length));
}

/** A copy of `array` with room for `length`, or the array itself when it has the room. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const bigger = new (array.constructor as new (length: number) => T)(length);
  bigger.set(array);
  return bigger;
}
