/** Values as bytes by the distinguished encoding rules. Source: ITU-T X.690. */

const LONG_FORM = 0x80;
const BYTE = 256;
const MORE = 0x80;

function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  const digits: number[] = [];
  for (let left = body.length; left > 0; left = Math.floor(left / BYTE))
    digits.unshift(left % BYTE);
  const length = body.length < LONG_FORM ? [body.length] : [LONG_FORM | digits.length, ...digits];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => element(0x31, ...parts);
export const octets = (bytes: Uint8Array): Buffer => element(0x04, bytes);
export const boolean = (value: boolean): Buffer => element(0x01, Buffer.from([value ? 0xff : 0]));
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));
/** Until 2049: `491231235959Z`. */
export const utcTime = (text: string): Buffer => element(0x17, Buffer.from(text));
/** A whole number below 128. */
export const small = (value: number): Buffer => element(0x02, Buffer.from([value]));
export const bits = (bytes: Uint8Array, unused = 0): Buffer =>
  element(0x03, Buffer.from([unused]), bytes);
/** What stands there under a number of its own. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Buffer =>
  element(0xa0 | number, ...parts);
export const primitive = (number: number, bytes: Uint8Array): Buffer =>
  element(0x80 | number, bytes);
export const nothing = (): Buffer => element(0x05);

/** @param dotted such as `2.5.29.17`. */
export function objectId(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]];
  const bytes = [40 * first + second];
  for (const arc of rest) {
    const digits = [arc % MORE];
    for (let left = Math.floor(arc / MORE); left > 0; left = Math.floor(left / MORE)) {
      digits.unshift((left % MORE) | MORE);
    }
    bytes.push(...digits);
  }
  return element(0x06, Buffer.from(bytes));
}
