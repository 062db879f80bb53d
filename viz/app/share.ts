/**
 * A scenario as part of the address: `#v1.<base64url(deflate-raw(yaml))>`. The part after `#` never
 * leaves the browser.
 */

const PREFIX = '#v1.';
/** A link that unpacks to more than this is refused: it was not made here. */
const MOST_CHARACTERS = 1_000_000;

async function through(
  bytes: Uint8Array,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

export async function toHash(text: string): Promise<string> {
  const packed = await through(
    new TextEncoder().encode(text),
    new CompressionStream('deflate-raw'),
  );
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
  const bytes = await through(packed, new DecompressionStream('deflate-raw'));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  if (text.length > MOST_CHARACTERS) throw new Error('the scenario in the link is too long');
  return text;
}
