/** Price tables of providers that need no more than a few numbers. USD or CNY, as each list says. */
import type { Region } from '../region.ts';

/** Bunny, standard network, USD per GB. Source: docs.bunny.net/cdn/pricing, read 2026-09-20. */
export const BUNNY: Readonly<Record<Region, number>> = {
  'north-america': 0.01,
  europe: 0.01,
  asia: 0.03,
  japan: 0.03,
  india: 0.03,
  oceania: 0.03,
  china: 0.03,
  'south-america': 0.045,
  'middle-east': 0.06,
  africa: 0.06,
};

/** Bunny, volume network, all regions. Source: as above; beyond 2 PB one has to ask. */
export const BUNNY_VOLUME = { endsGb: [500e3, 1000e3], prices: [0.005, 0.004, 0.003] } as const;

/**
 * Fastly, USD per GB: up to 10 TB, and beyond. Source: fastly.com/pricing by api-evangelist/fastly, read
 * 2026-09-20: 0.12 in North America and Europe, and 0.08 to 0.28 by region; which region has which is
 * from memory: an assumption.
 */
export const FASTLY: Readonly<Record<Region, readonly [number, number]>> = {
  'north-america': [0.12, 0.08],
  europe: [0.12, 0.08],
  asia: [0.19, 0.14],
  japan: [0.19, 0.14],
  oceania: [0.19, 0.14],
  china: [0.19, 0.14],
  'middle-east': [0.28, 0.24],
  africa: [0.28, 0.24],
  india: [0.28, 0.24],
  'south-america': [0.28, 0.24],
};

/**
 * Google Cloud CDN, cache data transfer out, USD per GiB: to 10, 150 and 500 TiB, and beyond. Source:
 * cloud.google.com/cdn/pricing, read 2026-09-20: the first steps of North America and China, and a range
 * of 0.02 to 0.20; the rest is from memory: an assumption.
 */
const GOOGLE_NORTH = [0.08, 0.055, 0.03, 0.02] as const;
const GOOGLE_ELSEWHERE = [0.09, 0.06, 0.05, 0.04] as const;

export const GOOGLE: Readonly<Record<Region, readonly number[]>> = {
  'north-america': GOOGLE_NORTH,
  europe: GOOGLE_NORTH,
  asia: GOOGLE_ELSEWHERE,
  japan: GOOGLE_ELSEWHERE,
  india: GOOGLE_ELSEWHERE,
  'south-america': GOOGLE_ELSEWHERE,
  'middle-east': GOOGLE_ELSEWHERE,
  africa: GOOGLE_ELSEWHERE,
  oceania: [0.11, 0.09, 0.08, 0.065],
  china: [0.2, 0.17, 0.16, 0.145],
};

/** Baidu CDN, mainland China, CNY per GB. Source: cloud.baidu.com/doc/CDN/s/hjwvyfjc2-en, read 2026. */
export const BAIDU = {
  endsGb: [10e3, 50e3, 100e3, 1000e3],
  prices: [0.2, 0.17, 0.14, 0.12, 0.1],
} as const;

/** CNY per Mbit/s and day by the height of the peak. Source: cloud.baidu.com/doc/CDN/s/1jwvyfiac-en. */
export const BAIDU_PEAK = [
  { to: 500e6, 'per-mbps': 0.52 },
  { to: 5e9, 'per-mbps': 0.51 },
  { to: 20e9, 'per-mbps': 0.48 },
  { 'per-mbps': 0.47 },
];

/** Alibaba CDN, mainland China, CNY per GB. From memory: no public table was found. */
export const ALIBABA = {
  endsGb: [10e3, 50e3, 100e3, 1000e3],
  prices: [0.24, 0.23, 0.21, 0.18, 0.15],
} as const;

/** EC2 and S3 to the internet, USD per GB. The first from §6 of our reference; all from memory. */
export const AWS_EGRESS = {
  endsGb: [10e3, 50e3, 150e3],
  prices: [0.09, 0.085, 0.07, 0.05],
} as const;

/** S3 standard, USD per GB and month. From memory, and the same in a list of July 2022. */
export const S3_STORED = { endsGb: [50e3, 500e3], prices: [0.023, 0.022, 0.021] } as const;
