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

function requestOf({ head, path, isSealed, callee }: Exchanged, { names }: HarPlan) {
  const [line = '', ...fields] = head.split('\r\n').filter((one) => one !== '');
  const [method = 'GET'] = line.split(' ');
  const scheme = isSealed ? 'https' : 'http';
  return {
    method,
    // A slash would end the host's name.
    url: `${scheme}://${names.node(callee).replaceAll('/', '-')}${path}`,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: fields.map((field) => {
      const at = field.indexOf(':');
      return pair(field.slice(0, at), field.slice(at + 1).trim());
    }),
    queryString: [],
    headersSize: head === '' ? NONE : head.length,
    bodySize: 0,
  };
}

function responseOf({ status, reason, fields, bodyBytes, hasFailed }: Exchanged) {
  const headers = [];
  for (let at = 0; at + 1 < fields.length; at += 2)
    headers.push(pair(fields[at]!, fields[at + 1]!));
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const line = `HTTP/1.1 ${status} ${reason}\r\n\r\n`;
  const size = headers.reduce((sum, { name, value }) => sum + name.length + value.length + 4, 0);
  return {
    status,
    statusText: reason,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: { size: bodyBytes, mimeType: type ?? 'x-unknown' },
    redirectURL: '',
    headersSize: status === 0 ? NONE : line.length + size,
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
