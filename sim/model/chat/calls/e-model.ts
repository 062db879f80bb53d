/**
 * What listeners make of a conversation: the rating R of the E-model, and the mean opinion score that
 * follows from it.
 */

/** Ratings can be compared on one scale only: each has its own best value. */
export const SCALES = {
  /** 300 to 3400 Hz. Source: ITU-T G.107 (2015) §7.7, Ro − Is with all defaults. */
  narrow: { best: 93.2, ceiling: 95, unit: 1 },
  /** 50 to 7000 Hz. Source: ITU-T G.107.1 (2019) §6.2 and Annex A. */
  wide: { best: 129, ceiling: 95, unit: 1.29 },
  /** 20 Hz to 20 kHz. Source: ITU-T G.107.2 (2019) §6.2 and §7.5; the ceiling of 132 is typed from memory. */
  full: { best: 148, ceiling: 132, unit: 1.48 },
} as const;

export type Scale = keyof typeof SCALES;

/** How a codec sounds, and how it stands losses. Source of the terms: ITU-T G.113. */
export interface Impairment {
  readonly scale: Scale;
  /** Ie: what coding alone takes from the rating. */
  readonly equipment: number;
  /** Bpl: the larger, the better it conceals losses. */
  readonly robustness: number;
}

export interface Heard {
  /** From mouth to ear, ms. */
  readonly delayMs: number;
  /** Packets that the listener did not get in time, 0 to 1. */
  readonly lossRatio: number;
  /** BurstR: how much longer losses in a row are than chance makes them; 1 for losses by chance. */
  readonly burstRatio: number;
}

/** Talking begins to suffer beyond it, ms. Source: Cole & Rosenbluth, ACM CCR 31(2), 2001. */
const TALK_SUFFERS_MS = 177.3;

/** Id: what delay takes, as fitted by Cole & Rosenbluth to ITU-T G.107 §7.4 without echo. */
function delayImpairment(delayMs: number): number {
  return 0.024 * delayMs + 0.11 * Math.max(0, delayMs - TALK_SUFFERS_MS);
}

/** Ie,eff: what coding and losses take together. Source: ITU-T G.107 §7.5, eq. 7-29. */
function lossImpairment(codec: Impairment, { lossRatio, burstRatio }: Heard): number {
  const perCent = 100 * lossRatio;
  const { ceiling } = SCALES[codec.scale];
  const { equipment, robustness } = codec;
  if (perCent === 0) return equipment;
  return equipment + ((ceiling - equipment) * perCent) / (perCent / burstRatio + robustness);
}

/** R, from 0 or below (nobody understands anything) to the scale's best. */
export function ratingOf(codec: Impairment, heard: Heard): number {
  const { best } = SCALES[codec.scale];
  return best - delayImpairment(heard.delayMs) - lossImpairment(codec, heard);
}

/** MOS, 1 to 4.5. Source: ITU-T G.107 Annex B; G.107.1 and G.107.2 Annex A bring R to that scale first. */
export function opinionOf(rating: number, scale: Scale): number {
  const r = rating / SCALES[scale].unit;
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
}
