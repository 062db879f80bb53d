/**
 * IEEE 802.15.4 at 2.4 GHz without beacons: who wants to send waits a random time, listens, and
 * sends when it hears nothing.
 * Source: IEEE 802.15.4-2006 §7.5.1.4; constants as in ns-3 (lr-wpan-constants.h, lr-wpan-csmaca.cc).
 */

/** 62.5 thousand symbols a second, two of them a byte. */
export const SYMBOL_MS = 0.016;
const BYTE_MS = 2 * SYMBOL_MS;
/** aUnitBackoffPeriod 20 symbols; listening takes 8, and turning to send or hear 12. */
export const BACKOFF_MS = 20 * SYMBOL_MS;
export const LISTEN_MS = 8 * SYMBOL_MS;
export const TURN_MS = 12 * SYMBOL_MS;
/** macMinBE, macMaxBE, macMaxCSMABackoffs, macMaxFrameRetries. */
export const FIRST_EXPONENT = 3;
export const LAST_EXPONENT = 5;
export const MOST_BACKOFFS = 4;
export const MOST_RETRIES = 3;
/** aMaxPhyPacketSize; in front of it preamble, delimiter and length. An acknowledgement has 5 bytes. */
export const MOST_BYTES = 127;
const BEFORE_BYTES = 6;
const ACK_BYTES = 5;
/** macAckWaitDuration, in symbols. */
export const ACK_WAIT_MS = 54 * SYMBOL_MS;
/** Pauses behind a frame: 12 symbols up to 18 bytes, else 40. */
const SHORT_PAUSE_MS = 12 * SYMBOL_MS;
const LONG_PAUSE_MS = 40 * SYMBOL_MS;
const SHORT_BYTES = 18;

/** Time on the air of a frame, ms. @param bytes with header and check sum, at most 127. */
export const frameMs = (bytes: number): number => (bytes + BEFORE_BYTES) * BYTE_MS;

export const ackMs = (): number => frameMs(ACK_BYTES);

/** Mean of the wait before the first look at the channel, ms. */
export const meanFirstBackoffMs = (): number => (((1 << FIRST_EXPONENT) - 1) / 2) * BACKOFF_MS;

/** From wanting to send until the pause is over, in quiet air, in the mean, ms. */
export function exchangeMs(bytes: number, isConfirmed: boolean): number {
  const pauseMs = bytes <= SHORT_BYTES ? SHORT_PAUSE_MS : LONG_PAUSE_MS;
  const confirmMs = isConfirmed ? TURN_MS + ackMs() : 0;
  return meanFirstBackoffMs() + LISTEN_MS + TURN_MS + frameMs(bytes) + confirmMs + pauseMs;
}

/** Wait before the next look at the channel, in periods of 320 µs: any below this is equally likely. */
export const backoffsBelow = (look: number): number =>
  1 << Math.min(FIRST_EXPONENT + look, LAST_EXPONENT);
