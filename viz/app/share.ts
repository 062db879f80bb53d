/**
 * A scenario as part of the address: `#v1.<base64url(deflate-raw(yaml))>`. The part after `#` never
 * leaves the browser.
 */

const PREFIX = '#v1.';
/** A link that unpacks to more than this is refused: deflate packs a thousandfold, and memory ends. */
const MOST_BYTES = 1_000_000;

/** @throws Error when more than `mostBytes` come out. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  mostBytes: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes: expected a scenario`);
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function toHash(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const packed = await through(bytes, new CompressionStream('deflate-raw'), MOST_BYTES);
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join('');
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * @returns the scenario's text; undefined when the hash is not of this form.
 * @throws Error when it is of this form and cannot be unpacked.
 */
export async function fromHash(hash: string): Promise<string | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  const binary = atob(hash.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'));
  const packed = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  const bytes = await through(packed, new DecompressionStream('deflate-raw'), MOST_BYTES);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}
