import { digits } from './numbers.ts';

/** `17/May/2015:10:05:03 +0000` */
export const LOG_TIME_BYTES = 26;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH_CODES = MONTHS.map((month) => code(new TextEncoder().encode(month), 0));
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const [SLASH, COLON, SPACE, PLUS, MINUS] = [47, 58, 32, 43, 45];

/**
 * Seconds since 1970 UTC of a time as access logs write it, at `at`; NaN when it is none.
 *
 * Calendar arithmetic of our own: it needs no string, and a log replays alike wherever it is read.
 */
export function logTime(bytes: Uint8Array, at: number): number {
  const month = MONTH_CODES.indexOf(code(bytes, at + 3));
  const year = digits(bytes, at + 7, at + 11);
  const day = digits(bytes, at, at + 2);
  const sign = bytes[at + 21];
  const marked =
    bytes[at + 2] === SLASH &&
    bytes[at + 6] === SLASH &&
    bytes[at + 11] === COLON &&
    bytes[at + 20] === SPACE &&
    (sign === PLUS || sign === MINUS);
  if (!marked || month < 0 || year < 0 || day < 1 || day > daysIn(month, year)) return Number.NaN;
  const zone = clock(bytes, at + 22, at + 24, 0);
  const ofDay = clock(bytes, at + 12, at + 15, 1) + secondsOf(bytes, at + 17);
  const utc = sign === PLUS ? ofDay - zone : ofDay + zone;
  return daysSince1970(year, month, day) * 86_400 + utc;
}

/** Hours at one offset and minutes at another, in seconds; a separator stands between when `gap` is 1. */
function clock(bytes: Uint8Array, hourAt: number, minuteAt: number, gap: 0 | 1): number {
  const hour = digits(bytes, hourAt, hourAt + 2);
  const minute = digits(bytes, minuteAt, minuteAt + 2);
  const separated = gap === 0 || bytes[minuteAt - 1] === COLON;
  if (!separated || hour < 0 || hour > 23 || minute < 0 || minute > 59) return Number.NaN;
  return hour * 3600 + minute * 60;
}

/** 60 is a leap second, counted as the first second of the next minute. */
function secondsOf(bytes: Uint8Array, colonAt: number): number {
  const second = digits(bytes, colonAt + 1, colonAt + 3);
  return bytes[colonAt] === COLON && second >= 0 && second <= 60 ? second : Number.NaN;
}

function code(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(month: number, year: number): number {
  return month === 1 && isLeap(year) ? 29 : MONTH_DAYS[month]!;
}

/** Days from 1 January 1970 to a day of the Gregorian calendar; `month` from 0. */
function daysSince1970(year: number, month: number, day: number): number {
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  // 719,162 days lie between 1 January of the year 1 and 1970.
  let days = past * 365 + leaps - 719_162 + day - 1;
  for (let before = 0; before < month; before++) days += daysIn(before, year);
  return days;
}
