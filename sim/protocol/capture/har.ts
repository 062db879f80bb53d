/** Exchanges as an archive for the developer tools of browsers. Source: HTTP Archive 1.2. */
import { EPOCH_MS } from '../virtual/clocks.ts';
import type { Exchanged, Marks } from './exchange-log.ts';
import type { Names } from './names.ts';

export interface HarPlan {
  readonly names: Names;
  readonly version: string;
  readonly comment: string;
  /** When the run has ended, ms: what is not answered waits until then. */
  readonly endMs: number;
}

/** What does not apply. */
const NONE = -1;
const DIGITS = 1e6;

const rounded = (ms: number): number => Math.round(ms * DIGITS) / DIGITS;

/** Parts of the whole time, ms; `ssl` is a part of `connect`. */
export function timingsOf(marks: Marks, endMs: number) {
  const end = marks.ended ?? endMs;
  const socket = marks.socket ?? end;
  const isNew = marks.connected !== undefined;
  const ready = marks.secured ?? marks.connected ?? socket;
  const sent = Math.min(Math.max(marks.sent ?? ready, ready), end);
  const answered = marks.answered ?? end;
  return {
    blocked: rounded(socket - marks.began),
    dns: NONE,
    connect: isNew ? rounded(ready - socket) : NONE,
    ssl: marks.secured === undefined ? NONE : rounded(marks.secured - marks.connected!),
    send: rounded(sent - ready),
    wait: rounded(answered - sent),
    receive: rounded(end - answered),
  };
}

/** The whole, as the format has it: without those that do not apply, and TLS counted once. */
const totalOf = ({ blocked, connect, send, wait, receive }: ReturnType<typeof timingsOf>): number =>
  rounded([blocked, connect, send, wait, receive].reduce((sum, ms) => sum + Math.max(0, ms), 0));

const pair = (name: string, value: string) => ({ name, value });

function requestOf(
  { asked, askedBytes, path, isSealed, callee, ...one }: Exchanged,
  plan: HarPlan,
) {
  const scheme = isSealed ? 'https' : 'http';
  return {
    // Devices read, and change nothing.
    method: 'GET',
    // A slash would end the host's name.
    url: `${scheme}://${plan.names.node(callee).replaceAll('/', '-')}${path}`,
    httpVersion: one.httpVersion,
    cookies: [],
    headers: pairsOf(asked),
    queryString: [],
    headersSize: askedBytes ?? NONE,
    bodySize: 0,
  };
}

function pairsOf(fields: readonly string[]) {
  const pairs = [];
  for (let at = 0; at + 1 < fields.length; at += 2) pairs.push(pair(fields[at]!, fields[at + 1]!));
  return pairs;
}

function responseOf({ status, reason, fields, bodyBytes, hasFailed, httpVersion }: Exchanged) {
  const headers = pairsOf(fields);
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const line = `${httpVersion} ${status} ${reason}\r\n\r\n`;
  const size = headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
  const isKnown = status !== 0 && httpVersion === 'HTTP/1.1';
  return {
    status,
    statusText: reason,
    httpVersion,
    cookies: [],
    headers,
    content: { size: bodyBytes, mimeType: type ?? 'x-unknown' },
    redirectURL: '',
    // Those of HTTP/2 are compressed.
    headersSize: isKnown ? line.length + size : NONE,
    bodySize: status === 0 ? NONE : bodyBytes,
    ...(hasFailed && { comment: 'the connection broke' }),
  };
}

/** Devices keep nothing themselves; `Age` says that somebody on the way has. */
function cacheOf({ fields, callee }: Exchanged, { names }: HarPlan) {
  const at = fields.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'age');
  return at < 0 ? {} : { comment: `kept behind ${names.node(callee)} for ${fields[at + 1]} s` };
}

function entryOf(exchanged: Exchanged, plan: HarPlan) {
  const { marks, socket } = exchanged;
  const timings = timingsOf(marks, plan.endMs);
  return {
    startedDateTime: new Date(EPOCH_MS + marks.began).toISOString(),
    time: totalOf(timings),
    request: requestOf(exchanged, plan),
    response: responseOf(exchanged),
    cache: cacheOf(exchanged, plan),
    timings,
    ...(socket && {
      serverIPAddress: socket.remoteAddress,
      connection: String(socket.localPort),
    }),
    comment: `request ${exchanged.number} of ${plan.names.of(exchanged)}`,
  };
}

export function harText(exchanges: readonly Exchanged[], plan: HarPlan): string {
  const log = {
    version: '1.2',
    creator: { name: 'twinwing', version: plan.version },
    comment: plan.comment,
    entries: exchanges.map((one) => entryOf(one, plan)),
  };
  return `${JSON.stringify({ log }, undefined, 1)}\n`;
}
