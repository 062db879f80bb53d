/** What people say, as bytes: words, so that compression has something to do. */
import type { Random } from '../../engine/random.ts';

/** Common words of chats; how often each is said falls with its place here, by Zipf's law (assumption). */
const WORDS =
  'the you to and it is that in of for me on ok so what have not are be was my can we with do just know like get but ' +
  'at this no if all good going how out up yes there about when one see your now from would they think time see later ' +
  'today tomorrow really home work great thanks sure maybe where right want back here tell need come morning evening ' +
  'dinner lunch train late early meeting photo video call phone wait love nice weekend weather rain people friend mum ' +
  'happy birthday please sorry again everybody nobody something anything everything perhaps already actually probably ' +
  'school teacher homework ticket station airport hotel restaurant money coffee tea water bread market shop game team ' +
  'match goal film music song book page letter number address street city village river mountain beach summer winter';

/** So long that what one connection has said lately hardly ever comes again: zlib looks back 32 KiB. */
const BYTES = 1 << 20;
/** Odd, so that parts begin everywhere. */
const STRIDE = 514_229;

export class Texts {
  readonly #bytes: Buffer;

  constructor(random: Random) {
    const words = WORDS.split(' ');
    const shares = words.map((_, rank) => 1 / (rank + 1));
    let sum = 0;
    const sums = shares.map((share) => {
      sum += share;
      return sum;
    });
    const parts: string[] = [];
    let length = 0;
    while (length < BYTES) {
      const drawn = random.uniform() * sum;
      const word = words[sums.findIndex((upTo) => drawn < upTo)]!;
      parts.push(word);
      length += word.length + 1;
    }
    this.#bytes = Buffer.from(parts.join(' '), 'latin1');
  }

  /** Copies the text of a message to where it belongs. */
  write(serial: number, into: Buffer, from: number, to: number): void {
    let at = from;
    let start = (serial * STRIDE) % BYTES;
    while (at < to) {
      const end = Math.min(this.#bytes.length, start + to - at);
      this.#bytes.copy(into, at, start, end);
      at += end - start;
      start = 0;
    }
  }
}
