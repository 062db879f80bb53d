import { LOG_TIME_BYTES, logTime } from './log-time.ts';
import { digits, indexOfByte } from './numbers.ts';

const [SPACE, QUOTE, DASH, OPEN, BACKSLASH, CLOSE] = [32, 34, 45, 91, 92, 93];
/** ` HTTP/` ends a request line; HTTP/0.9 has none. */
const VERSION = [32, 72, 84, 84, 80, 47];

/**
 * The fields of one line of an access log that a replay needs, read in place.
 *
 * Common and combined format: `host ident user [time] "method path version" status bytes …`. What stands before the
 * time and behind the bytes is not looked at, so a virtual host in front or more fields at the end do not matter.
 *
 * Source: Apache HTTP Server 2.4, mod_log_config; nginx, ngx_http_log_module.
 */
export class LogLine {
  /** Seconds since 1970 UTC. */
  timeS = 0;
  /** The method is `bytes` from `methodFrom` to `methodTo`; empty when the request is not HTTP. */
  methodFrom = 0;
  methodTo = 0;
  /** The path as logged, with its query and its escapes. */
  pathFrom = 0;
  pathTo = 0;
  status = 0;
  /** Bytes sent; 0 for `-`. */
  size = 0;

  /** Fills the fields; returns what was expected instead when the line is not of this shape. */
  parse(bytes: Uint8Array, from: number, to: number): string | undefined {
    const time = this.#findTime(bytes, from, to);
    if (time < 0) return 'a time like [17/May/2015:10:05:03 +0000]';
    const open = time + LOG_TIME_BYTES + 3;
    const close = closingQuote(bytes, open, to);
    if (close < 0) return 'a quoted request like "GET /path HTTP/1.1" behind the time';
    this.#splitRequest(bytes, open, close);
    return this.#readOutcome(bytes, close + 1, to);
  }

  /** Where the time starts; user names may hold brackets too, so each one is tried. */
  #findTime(bytes: Uint8Array, from: number, to: number): number {
    const last = to - LOG_TIME_BYTES - 3;
    for (let at = indexOfByte(bytes, OPEN, from, to) + 1; at <= last; ) {
      const close = at + LOG_TIME_BYTES;
      if (bytes[close] === CLOSE && bytes[close + 1] === SPACE && bytes[close + 2] === QUOTE) {
        this.timeS = logTime(bytes, at);
        if (!Number.isNaN(this.timeS)) return at;
      }
      at = indexOfByte(bytes, OPEN, at, to) + 1;
    }
    return -1;
  }

  #splitRequest(bytes: Uint8Array, from: number, to: number): void {
    const space = indexOfByte(bytes, SPACE, from, to);
    const found = space < to;
    this.methodFrom = from;
    this.methodTo = found ? space : from;
    this.pathFrom = found ? space + 1 : to;
    this.pathTo = found ? versionStart(bytes, space + 1, to) : to;
  }

  #readOutcome(bytes: Uint8Array, from: number, to: number): string | undefined {
    this.status = digits(bytes, from + 1, from + 4);
    if (bytes[from] !== SPACE || from + 4 > to || this.status < 100) {
      return 'a status of three digits behind the request';
    }
    const sizeFrom = from + 5;
    const sizeTo = indexOfByte(bytes, SPACE, sizeFrom, to);
    const dash = sizeTo === sizeFrom + 1 && bytes[sizeFrom] === DASH;
    this.size = dash ? 0 : digits(bytes, sizeFrom, sizeTo);
    const valid = bytes[from + 4] === SPACE && this.size >= 0;
    return valid ? undefined : 'bytes sent, or -, behind the status';
  }
}

/** Where the quoted text that starts at `from` ends; a backslash hides the byte behind it. */
function closingQuote(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}

/** Where the last ` HTTP/` starts, or the end: a path logged raw may hold spaces. */
function versionStart(bytes: Uint8Array, from: number, to: number): number {
  for (let at = to - VERSION.length; at >= from; at--) {
    if (bytes[at] === SPACE && startsVersion(bytes, at)) return at;
  }
  return to;
}

function startsVersion(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < VERSION.length; index++) {
    if (bytes[at + index] !== VERSION[index]) return false;
  }
  return true;
}
