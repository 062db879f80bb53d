/** What the members of one meeting have to send, what their legs let through, and what is sent in a step. */

/** Of what a leg has left beside voices, what a new page of a shared screen may take at most (assumption). */
const SCREEN_SHARE = 0.8;

export const NOT_SHOWN = -1;

export class Stage {
  readonly size: number;
  /** 1 for members who are in. */
  readonly here: Uint8Array;
  /** Bit rate of each member's camera at most; 0: it is off. */
  readonly camera: Float64Array;
  /** 1 for members who are heard now. */
  readonly speaks: Uint8Array;
  /** All members, who spoke last first. */
  readonly order: Int32Array;
  /** Bit rate of a voice, headers included. */
  readonly voiceBits: number;
  /** By sender of a camera: how much of what it sends in a step came to the server in the last one. */
  readonly fresh: Float64Array;
  /** By leg: what congestion control lets through, and what there is of a shared screen, bit/s. */
  readonly allowed: Float64Array;
  readonly page: Float64Array;
  /** By leg: what is sent, bit/s. */
  readonly voice: Float64Array;
  readonly screen: Float64Array;
  readonly video: Float64Array;
  /** By leg: what is sent only to find out whether there is room for a better picture, bit/s. */
  readonly padding: Float64Array;
  /** By receiver: cameras that one would see, and those that are shown. */
  readonly wanted: Int32Array;
  readonly shown: Int32Array;
  /** By sender * size + receiver: the layer that is shown, or `NOT_SHOWN`. */
  readonly layer: Int8Array;
  /** Streams whose layer has changed to another one that is shown, since the meeting began. */
  switches = 0;
  #voices = 0;

  constructor(size: number, legs: number, voiceBits: number) {
    this.size = size;
    this.voiceBits = voiceBits;
    this.here = new Uint8Array(size);
    this.camera = new Float64Array(size);
    this.speaks = new Uint8Array(size);
    this.order = Int32Array.from({ length: size }, (_, member) => member);
    this.fresh = new Float64Array(size).fill(1);
    this.allowed = new Float64Array(legs);
    this.page = new Float64Array(legs);
    this.voice = new Float64Array(legs);
    this.screen = new Float64Array(legs);
    this.video = new Float64Array(legs);
    this.padding = new Float64Array(legs);
    this.wanted = new Int32Array(size);
    this.shown = new Int32Array(size);
    this.layer = new Int8Array(size * size).fill(NOT_SHOWN);
  }

  /** Who begins to speak comes first in the order. */
  beginSpeaking(member: number): void {
    const at = this.order.indexOf(member);
    this.order.copyWithin(1, 0, at);
    this.order[0] = member;
    this.speaks[member] = 1;
  }

  /** Voices come first, then the screen. @returns what is left for cameras, bit/s. */
  fill(leg: number, voices: number): number {
    this.voice[leg] = voices * this.voiceBits;
    this.padding[leg] = 0;
    const left = Math.max(0, this.allowed[leg]! - this.voice[leg]!);
    const screen = Math.min(this.page[leg]!, SCREEN_SHARE * left);
    this.screen[leg] = screen;
    return left - screen;
  }

  /** Counts who speaks; at the beginning of a plan. */
  count(): void {
    this.#voices = 0;
    for (let member = 0; member < this.size; member += 1) {
      if (this.here[member] === 1) this.#voices += this.speaks[member]!;
    }
  }

  /** Voices that a member hears: of all who speak but himself. */
  voicesFor(member: number): number {
    return this.#voices - this.here[member]! * this.speaks[member]!;
  }

  /** A stream is shown in a layer from now on, or `NOT_SHOWN`. */
  show(from: number, to: number, layer: number): void {
    const stream = from * this.size + to;
    const before = this.layer[stream]!;
    if (before !== layer && before !== NOT_SHOWN && layer !== NOT_SHOWN) this.switches += 1;
    this.layer[stream] = layer;
  }

  /** Nothing goes over a leg in this step. */
  clear(leg: number): void {
    this.voice[leg] = 0;
    this.screen[leg] = 0;
    this.video[leg] = 0;
    this.padding[leg] = 0;
  }

  bitsPerSecond(leg: number): number {
    return this.voice[leg]! + this.screen[leg]! + this.video[leg]! + this.padding[leg]!;
  }
}
