/**
 * Quantities as people write them: `20ms 4GiB 50Mbps 3rps 200k 0.1%`. A unit is required wherever
 * one belongs; inside, everything is in one base unit (ms, bytes, bits per second, per second).
 */
import { z } from 'zod';
import { describeInEditors } from './editor-schema.ts';
import { found, ISSUE, issue } from './issue.ts';

/** One kind of quantity: its units and what one of each is in the base unit. */
interface Quantity {
  /** As used in messages: `a duration`. */
  readonly noun: string;
  readonly examples: string;
  readonly units: Readonly<Record<string, number>>;
  /** Whether a number without a unit is right, as for counts. */
  readonly bare: boolean;
}

const KIBI = 1024;
const MEBI = KIBI * KIBI;

/** Base unit: milliseconds. */
export const DURATION: Quantity = {
  noun: 'a duration',
  examples: '20ms, 1.5s, 10m, 2h or 7d',
  units: { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 60e3, h: 3600e3, d: 86400e3 },
  bare: false,
};

/** Base unit: bytes. IEC prefixes are powers of 1024, SI prefixes powers of 1000 (IEC 80000-13). */
export const BYTES: Quantity = {
  noun: 'a size',
  examples: '300B, 17KiB, 5MB or 4GiB',
  units: {
    B: 1,
    kB: 1e3,
    KB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    PB: 1e15,
    KiB: KIBI,
    MiB: MEBI,
    GiB: KIBI * MEBI,
    TiB: MEBI * MEBI,
    PiB: KIBI * MEBI * MEBI,
  },
  bare: false,
};

/** Base unit: bits per second. */
export const BIT_RATE: Quantity = {
  noun: 'a bit rate',
  examples: '250kbps, 50Mbps, 10Gbps or 2MB/s',
  units: {
    bps: 1,
    kbps: 1e3,
    Mbps: 1e6,
    Gbps: 1e9,
    Tbps: 1e12,
    'B/s': 8,
    'kB/s': 8e3,
    'MB/s': 8e6,
    'GB/s': 8e9,
  },
  bare: false,
};

/** Base unit: per second. */
export const RATE: Quantity = {
  noun: 'a rate',
  examples: '3rps, 2krps, 90rpm or 40/day',
  units: {
    rps: 1,
    krps: 1e3,
    Mrps: 1e6,
    rpm: 1 / 60,
    '/s': 1,
    '/min': 1 / 60,
    '/h': 1 / 3600,
    '/day': 1 / 86400,
  },
  bare: false,
};

/** Base unit: one. */
export const COUNT: Quantity = {
  noun: 'a count',
  examples: '64, 200k or 1M',
  units: { '': 1, k: 1e3, M: 1e6, G: 1e9 },
  bare: true,
};

/** Base unit: one, 0 to 1 unless a range says otherwise. */
export const RATIO: Quantity = {
  noun: 'a share',
  examples: '85% or 0.1%',
  units: { '%': 0.01 },
  bare: false,
};

/** Base unit: one of the currency, whichever it is: who reads it converts. */
export const MONEY: Quantity = {
  noun: 'an amount of money',
  examples: '7000USD or 50000CNY',
  units: { USD: 1, CNY: 1 },
  bare: false,
};

/** Base unit: kilowatt-hours. */
export const ENERGY: Quantity = {
  noun: 'an amount of energy',
  examples: '800kWh or 2MWh',
  units: { Wh: 1e-3, kWh: 1, MWh: 1e3 },
  bare: false,
};

/** Base unit: grams. */
export const MASS: Quantity = {
  noun: 'a mass',
  examples: '500g, 20kg or 3t',
  units: { g: 1, kg: 1e3, t: 1e6 },
  bare: false,
};

/** Base unit: one; a number that has no unit in the world, such as a Zipf exponent. */
export const NUMBER: Quantity = {
  noun: 'a number',
  examples: '0.9',
  units: { '': 1 },
  bare: true,
};

const FORM = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i;

export type Parsed =
  | { readonly value: number }
  | { readonly message: string; readonly hint: string | undefined };

/** @returns the value in the base unit, or what is wrong with it and what would be right. */
export function parseQuantity(raw: unknown, quantity: Quantity): Parsed {
  const expected = `expected ${quantity.noun} such as ${quantity.examples}`;
  if (typeof raw === 'number') {
    if (quantity.bare && Number.isFinite(raw)) return { value: raw };
    return {
      message: `${found(raw)} has no unit: ${expected}`,
      hint: bareNumberHint(raw, quantity),
    };
  }
  const form = typeof raw === 'string' ? FORM.exec(raw.trim()) : null;
  if (form === null) {
    return { message: `${found(raw)}: ${expected}`, hint: `write e.g. ${quantity.examples}` };
  }
  const unit = form[2] ?? '';
  const factor = Object.hasOwn(quantity.units, unit) ? quantity.units[unit] : undefined;
  if (factor === undefined) {
    const known = Object.keys(quantity.units).filter((name) => name !== '');
    const what = unit === '' ? 'has no unit' : `has the unknown unit ${JSON.stringify(unit)}`;
    return { message: `${raw} ${what}: ${expected}`, hint: `units: ${known.join(' ') || 'none'}` };
  }
  // 0.1 % of 1 is 0.001 and not 0.001 + 1 ulp: divide where the factor is a clean reciprocal.
  const value = factor < 1 ? Number(form[1]) / Math.round(1 / factor) : Number(form[1]) * factor;
  return { value };
}

function bareNumberHint(bare: number, quantity: Quantity): string | undefined {
  if (!Number.isFinite(bare)) return undefined;
  const units = Object.keys(quantity.units).filter((unit) => unit !== '');
  const likely = quantity === DURATION ? 's' : quantity === BIT_RATE ? 'Mbps' : units[0]!;
  return `a bare number has no unit; write e.g. ${bare}${likely}`;
}

/** A value in the largest unit of which it is a whole number: 1024 bytes are `1KiB`. */
function written(value: number, { units }: Quantity): string {
  if (value === 0) return '0';
  const whole = Object.entries(units).filter(([, factor]) => Number.isInteger(value / factor));
  const [unit, factor] = whole.reduce(
    (best, next) => (next[1] > best[1] ? next : best),
    whole[0] ?? ['', 1],
  );
  return `${value / factor}${unit}`;
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The value must be above this, not equal to it. */
  readonly above?: number;
  readonly integer?: boolean;
}

function expectedRange(value: number, range: Range, kind: Quantity): string | undefined {
  const { above, min, max, integer } = range;
  if (!Number.isFinite(value)) return 'a finite number';
  if (above !== undefined && value <= above) return `more than ${written(above, kind)}`;
  if (min !== undefined && value < min) return `${written(min, kind)} or more`;
  if (max !== undefined && value > max) return `${written(max, kind)} or less`;
  return integer === true && !Number.isInteger(value) ? 'a whole number' : undefined;
}

/** A schema that reads a quantity and gives its value in the base unit. */
function quantity(kind: Quantity, range: Range): z.ZodType<number, unknown> {
  const read = z.transform((raw: unknown, context): number => {
    const parsed = parseQuantity(raw, kind);
    if ('message' in parsed) {
      const params = { code: ISSUE.unit, hint: parsed.hint };
      context.issues.push(issue(raw, parsed.message, params));
      return z.NEVER;
    }
    const expected = expectedRange(parsed.value, range, kind);
    if (expected === undefined) return parsed.value;
    context.issues.push(issue(raw, `${raw}: expected ${expected}`, { code: ISSUE.range }));
    return z.NEVER;
  });
  return describeInEditors(z.unknown().pipe(read), () => editorForm(kind));
}

function editorForm(kind: Quantity) {
  const escaped = Object.keys(kind.units).map((unit) => unit.replace(/[/.]/g, '\\$&'));
  const pattern = `^[+-]?[0-9.]+(e[+-]?[0-9]+)?\\s*(${escaped.join('|')})$`;
  const text = { type: 'string', pattern, patternErrorMessage: `write ${kind.examples}` };
  return kind.bare ? { anyOf: [{ type: 'number' }, text] } : text;
}

/** Milliseconds; 0 or more unless `range` says otherwise. */
export const duration = (range: Range = {}) => quantity(DURATION, { min: 0, ...range });
/** Bytes; 0 or more unless `range` says otherwise. */
export const bytes = (range: Range = {}) => quantity(BYTES, { min: 0, ...range });
/** Bits per second, above 0. */
export const bitRate = (range: Range = {}) => quantity(BIT_RATE, { above: 0, ...range });
/** Per second; 0 or more unless `range` says otherwise. */
export const rate = (range: Range = {}) => quantity(RATE, { min: 0, ...range });
/** A whole number, 0 or more unless `range` says otherwise. */
export const count = (range: Range = {}) => quantity(COUNT, { min: 0, integer: true, ...range });
/** 0 to 1, written in per cent. */
export const ratio = (range: Range = {}) => quantity(RATIO, { min: 0, max: 1, ...range });
/** A number without a unit. */
export const number = (range: Range = {}) => quantity(NUMBER, range);
