/** Quantities as people read them: `23.4 ms`, `1.21 GiB`, `85.3 %`, `1.04 M`. */
import type { Unit } from '../result/result.ts';

/** What stands for a figure that does not exist, or that its sample is too small to resolve. */
export const NO_VALUE = '–';

const KIBI = 1024;
const SIGNIFICANT_DIGITS = 3;
/** Decimals that a share may need so as not to say 0 % or 100 % of what is neither. */
const MOST_DECIMALS = 4;

interface Scale {
  readonly suffix: string;
  /** How much of the base unit one of these is. */
  readonly size: number;
  /** The smallest amount shown in it, in the base unit. */
  readonly from: number;
}

/** The last one takes all that is smaller; the one of size 1 takes zero. */
const SCALES: Readonly<Record<Exclude<Unit, 'ratio'>, readonly Scale[]>> = {
  ms: [
    { suffix: ' d', size: 86_400e3, from: 864_000e3 },
    { suffix: ' s', size: 1e3, from: 1e3 },
    { suffix: ' ms', size: 1, from: 0.1 },
    { suffix: ' µs', size: 1e-3, from: 0 },
  ],
  bytes: ['PiB', 'TiB', 'GiB', 'MiB', 'KiB', 'B'].map((unit, at) => {
    const size = KIBI ** (5 - at);
    return { suffix: ` ${unit}`, size, from: size };
  }),
  count: [
    { suffix: ' P', size: 1e15, from: 1e15 },
    { suffix: ' T', size: 1e12, from: 1e12 },
    { suffix: ' G', size: 1e9, from: 1e9 },
    { suffix: ' M', size: 1e6, from: 1e6 },
    // Up to 9999 the number itself is as short.
    { suffix: ' k', size: 1e3, from: 1e4 },
    { suffix: '', size: 1, from: 0 },
  ],
  USD: [
    { suffix: ' M USD', size: 1e6, from: 1e7 },
    { suffix: ' USD', size: 1, from: 0 },
  ],
  kWh: [
    { suffix: ' MWh', size: 1e3, from: 1e4 },
    { suffix: ' kWh', size: 1, from: 0.1 },
    { suffix: ' Wh', size: 1e-3, from: 0 },
  ],
  gCO2e: [
    { suffix: ' t CO2e', size: 1e6, from: 1e6 },
    { suffix: ' kg CO2e', size: 1e3, from: 1e3 },
    { suffix: ' g CO2e', size: 1, from: 0 },
  ],
  'per second': [
    { suffix: ' M/s', size: 1e6, from: 1e6 },
    { suffix: ' k/s', size: 1e3, from: 1e4 },
    { suffix: ' /s', size: 1, from: 0 },
  ],
  'bits per second': [
    { suffix: ' Gbps', size: 1e9, from: 1e9 },
    { suffix: ' Mbps', size: 1e6, from: 1e6 },
    { suffix: ' kbps', size: 1e3, from: 1e3 },
    { suffix: ' bps', size: 1, from: 0 },
  ],
};

const PER_CENT: Scale = { suffix: ' %', size: 0.01, from: 0 };

function scaleOf(value: number, unit: Unit): Scale {
  if (unit === 'ratio') return PER_CENT;
  const scales = SCALES[unit];
  const fits = (scale: Scale) => (value === 0 ? scale.size === 1 : Math.abs(value) >= scale.from);
  return scales.find(fits) ?? scales[scales.length - 1]!;
}

/** Three significant digits, but never fewer than the whole number has. */
function digits(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) < 1) return String(Number(value.toPrecision(SIGNIFICANT_DIGITS - 1)));
  const whole = Math.trunc(Math.abs(value)).toString().length;
  return value.toFixed(Math.max(0, SIGNIFICANT_DIGITS - whole));
}

/** @param value in per cent. */
function perCent(value: number): string {
  const isExtreme = (text: string) => Number(text) === 0 || Number(text) === 100;
  if (isExtreme(String(value))) return String(value);
  let decimals = 1;
  while (decimals < MOST_DECIMALS && isExtreme(value.toFixed(decimals))) decimals += 1;
  return value.toFixed(decimals);
}

function numberIn(value: number, { size }: Scale, unit: Unit): string {
  if (unit === 'ratio') return perCent(value * 100);
  const isExact = size === 1 && Number.isInteger(value) && unit !== 'ms';
  return isExact ? String(value) : digits(value / size);
}

/**
 * @param value in the base unit: ms, bytes, or 0…1 for a ratio; undefined gives `–`.
 * @param like a value of the same unit that decides between ms and µs, so that both can be read
 *   side by side
 */
export function formatValue(value: number | undefined, unit: Unit, like = value): string {
  if (value === undefined || !Number.isFinite(value)) return NO_VALUE;
  const scale = scaleOf(like ?? value, unit);
  return numberIn(value, scale, unit) + scale.suffix;
}

/** A margin with the decimals of its value; with one digit when that would round it to nothing. */
function marginIn(margin: number, { size }: Scale, valueText: string): string {
  if (margin === 0) return '0';
  const decimals = valueText.split('.')[1]?.length ?? 0;
  const text = (margin / size).toFixed(decimals);
  return Number(text) === 0 ? String(Number((margin / size).toPrecision(1))) : text;
}

/** `21.3 ±0.1 ms`: a value and half the width of its interval, in one unit. */
export function formatWithMargin(value: number, margin: number, unit: Unit): string {
  const scale = scaleOf(value, unit);
  const text = numberIn(value, scale, unit);
  return `${text} ±${marginIn(margin, scale, text)}${scale.suffix}`;
}

const SPAN_UNITS = [
  { suffix: 'd', ms: 86_400_000 },
  { suffix: 'h', ms: 3_600_000 },
  { suffix: 'm', ms: 60_000 },
] as const;

/** A length of virtual time as a scenario would write it: `9m`, `1m 30s`, `250ms`. */
export function formatSpan(ms: number): string {
  if (!Number.isFinite(ms)) return 'the end';
  if (ms !== 0 && ms < 1000) return `${Number(ms.toPrecision(SIGNIFICANT_DIGITS))}ms`;
  let rest = ms;
  const parts: string[] = [];
  for (const unit of SPAN_UNITS) {
    const whole = Math.floor(rest / unit.ms);
    if (whole > 0) parts.push(`${whole}${unit.suffix}`);
    rest -= whole * unit.ms;
  }
  const isShort = parts.length === 0;
  const seconds = Number((rest / 1000).toFixed(isShort ? 2 : 0));
  if (seconds > 0 || isShort) parts.push(`${seconds}s`);
  return parts.join(' ');
}
