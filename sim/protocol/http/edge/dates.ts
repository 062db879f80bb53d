/**
 * Dates of HTTP: three forms, which every recipient understands, and nothing else (RFC 9110 §5.6.7). A cache takes no notice of
 * upper and lower case, and no other zone than GMT (RFC 9111 §4.2).
 */

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day';
const MONTH = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIME = '(\\d\\d):(\\d\\d):(\\d\\d)';

/** `Sun, 06 Nov 1994 08:49:37 GMT` */
const IMF_FIXDATE = new RegExp(`^${DAY}, (\\d\\d) ${MONTH} (\\d{4}) ${TIME} GMT$`, 'i');
/** `Sunday, 06-Nov-94 08:49:37 GMT` */
const RFC_850 = new RegExp(`^${LONG_DAY}, (\\d\\d)-${MONTH}-(\\d\\d) ${TIME} GMT$`, 'i');
/** `Sun Nov  6 08:49:37 1994` */
const ASCTIME = new RegExp(`^${DAY} ${MONTH} ([ \\d]\\d) ${TIME} (\\d{4})$`, 'i');

const CENTURY = 100;
/** A year of two digits that seems further ahead than this is one of the past. RFC 9110 §5.6.7 */
const AHEAD_YEARS = 50;

/** @returns ms since 1970; undefined for what is no date of HTTP. */
export function parseDate(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined;
  const fixed = IMF_FIXDATE.exec(text);
  if (fixed !== null) {
    const [, day, month, year, hour, minute, second] = fixed;
    return msOf(Number(year), month!, day!, hour!, minute!, second!);
  }
  const old = RFC_850.exec(text);
  if (old !== null) {
    const [, day, month, year, hour, minute, second] = old;
    return msOf(fullYear(Number(year), nowMs), month!, day!, hour!, minute!, second!);
  }
  const ansi = ASCTIME.exec(text);
  if (ansi === null) return undefined;
  const [, month, day, hour, minute, second, year] = ansi;
  return msOf(Number(year), month!, day!, hour!, minute!, second!);
}

export const formatDate = (ms: number): string => new Date(ms).toUTCString();

function fullYear(digits: number, nowMs: number): number {
  const thisYear = new Date(nowMs).getUTCFullYear();
  const year = thisYear - (thisYear % CENTURY) + digits;
  return year > thisYear + AHEAD_YEARS ? year - CENTURY : year;
}

function msOf(
  year: number,
  month: string,
  day: string,
  hour: string,
  minute: string,
  second: string,
): number | undefined {
  const ms = Date.UTC(
    year,
    MONTHS.indexOf(month.toLowerCase()),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // The 31st of June, or 25 o'clock, would roll over.
  const isReal = new Date(ms).getUTCDate() === Number(day) && Number(minute) < 60;
  return isReal && Number(hour) < 24 && Number(second) <= 60 ? ms : undefined;
}
