/** One server’s way to a server of another domain: whether it is open, and what waits for it. */
import { NONE } from '../service/slots.ts';

export const CLOSED = 0;
/** Waits before the next attempt. */
export const PAUSING = 1;
export const OPENING = 2;
export const OPEN = 3;

export class Stream {
  readonly number: number;
  /** Node ids of the mailboxes. */
  readonly from: number;
  readonly to: number;
  state = CLOSED;
  /** Attempts that failed since it was open, and the pause before the last, ms. */
  tries = 0;
  pauseMs = 0;
  /** Grows with each attempt: tells one stream from the next. */
  life = 0;
  /** The life that the other server takes parcels of; 0: none. */
  accepted = 0;
  isKnown = false;
  /** Letters that are not known to be there. */
  letters = 0;
  /** Letters in no parcel. */
  firstWaiting = NONE;
  lastWaiting = NONE;
  /** Parcels without an answer, in order. */
  firstOut = NONE;
  lastOut = NONE;
  out = 0;

  constructor(number: number, from: number, to: number) {
    this.number = number;
    this.from = from;
    this.to = to;
  }
}
