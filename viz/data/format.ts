/** Figures as people read them, in their language. What is not known is a dash, never a number. */
import type { Unit } from '../../sim/index.ts';

export const UNKNOWN = '–';

type Value = number | null | undefined;

export interface Format {
  unit(value: Value, unit: Unit): string;
  ms(value: Value): string;
  ratio(value: Value): string;
  count(value: Value): string;
  bytes(value: Value): string;
  perSecond(value: Value): string;
  /** Virtual time as `m:ss` or `h:mm:ss`; below a minute with its unit. */
  clock(ms: number): string;
}

const DAY_MS = 86_400_000;
const LEAST_SHARE = 0.0001;
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function formatFor(locale: string): Format {
  const digits = (significant: number) =>
    new Intl.NumberFormat(locale, { maximumSignificantDigits: significant });
  const three = digits(3);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumSignificantDigits: 3,
  });
  // English writes 2.2K; the SI prefix is a small k.
  const short = { format: (value: number) => compact.format(value).replace('K', 'k') };
  const known = (write: (value: number) => string) => (value: Value) =>
    value === null || value === undefined || !Number.isFinite(value) ? UNKNOWN : write(value);
  const ms = known((value) =>
    value >= 10 * DAY_MS
      ? `${three.format(value / DAY_MS)} d`
      : value < 1000
        ? `${three.format(value)} ms`
        : `${three.format(value / 1000)} s`,
  );
  // A share that is not zero must not look like zero.
  const ratio = known((value) =>
    value > 0 && value < LEAST_SHARE ? `<${percent.format(LEAST_SHARE)}` : percent.format(value),
  );
  // What is no number of things, such as a mean, has digits that an assertion may be about.
  const below = (value: number) =>
    value < 100 && !Number.isInteger(value) ? three.format(value) : whole.format(value);
  const count = known((value) => (value < 1e6 ? below(value) : short.format(value)));
  const perSecond = known((value) => `${value < 10 ? three.format(value) : short.format(value)}/s`);
  const bytes = known((value) => {
    const power = Math.min(
      BYTE_UNITS.length - 1,
      Math.max(0, Math.floor(Math.log10(Math.max(value, 1)) / 3)),
    );
    return `${three.format(value / 1000 ** power)} ${BYTE_UNITS[power]}`;
  });
  const usd = known((value) => `${value < 1000 ? three.format(value) : whole.format(value)} USD`);
  const kWh = known((value) =>
    value < 1e4 ? `${three.format(value)} kWh` : `${three.format(value / 1e3)} MWh`,
  );
  const grams = known((value) => {
    if (value < 1e3) return `${three.format(value)} g CO₂e`;
    return value < 1e6
      ? `${three.format(value / 1e3)} kg CO₂e`
      : `${three.format(value / 1e6)} t CO₂e`;
  });
  const bitsPerSecond = known((value) => `${short.format(value)}bit/s`);
  const byUnit = {
    ms,
    ratio,
    count,
    bytes,
    'per second': perSecond,
    'bits per second': bitsPerSecond,
    USD: usd,
    kWh,
    gCO2e: grams,
  };
  return { ms, ratio, count, bytes, perSecond, clock, unit: (value, unit) => byUnit[unit](value) };
}

const two = (value: number) => String(value).padStart(2, '0');

function clock(ms: number): string {
  if (ms > 0 && ms < 1000) return `${ms} ms`;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tail = `${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${two(minutes % 60)}:${tail}` : `${minutes}:${tail}`;
}
