/** The tables of docs/message-protocols.md, computed anew; UPDATE_DOCS=1 writes them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chatProtocols } from '../../../../sim/model/chat/protocols/index.ts';
import type { ChatProtocol, Hop } from '../../../../sim/model/chat/protocols/protocol.ts';
import { choose } from '../../../../sim/part/choice.ts';

const PAGE = 'docs/message-protocols.md';
const TEXT_BYTES = 100;

const ROWS: readonly (readonly [shown: string, name: string, params: object])[] = [
  ['`mqtt: { qos: 0 }`', 'mqtt', { qos: 0 }],
  ['`mqtt: { qos: 1 }`', 'mqtt', { qos: 1 }],
  ['`mqtt: { qos: 2 }`', 'mqtt', { qos: 2 }],
  ['`websocket: { acks: false }`', 'websocket', { acks: false }],
  ['`websocket`', 'websocket', {}],
  ['`xmpp: { stream-management: false }`', 'xmpp', { 'stream-management': false }],
  ['`xmpp`', 'xmpp', {}],
  ['`sse`', 'sse', {}],
  ['`sse: { http: http-2 }`', 'sse', { http: 'http-2' }],
  ['`long-polling`', 'long-polling', {}],
  ['`long-polling: { http: http-2 }`', 'long-polling', { http: 'http-2' }],
];

const made = (name: string, params: object): ChatProtocol => {
  const part = chatProtocols.find(name)!;
  return choose(part, part.params.parse(params)).make(undefined);
};

/** `193 + 66`: the message, and what follows it. */
function cost(hop: Hop): string {
  const following = hop.followers.reduce((sum, { bytes }) => sum + bytes, 0);
  const message = String(hop.messageBytes(TEXT_BYTES));
  return following === 0 ? message : `${message} + ${following}`;
}

function row([shown, name, params]: (typeof ROWS)[number]): string {
  const { promise, opening, heartbeat, up, down } = made(name, params);
  const { roundTrips, upBytes, downBytes } = opening;
  const cells = [
    shown,
    promise.replaceAll('-', ' '),
    `${1 + up.followers.length} / ${1 + down.followers.length}`,
    cost(up),
    cost(down),
    roundTrips,
    `${upBytes} / ${downBytes}`,
    `${heartbeat.upBytes} / ${heartbeat.downBytes}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = [
  '| protocol | promise | packets up / down | bytes up | bytes down | round trips to open | bytes to open, up / down | heartbeat, up / down |',
  '| --- | --- | --- | --- | --- | --- | --- | --- |',
];

it('docs/message-protocols.md has the table that the code has', () => {
  const table = [...HEAD, ...ROWS.map(row)].join('\n');
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest = ''] = page.split(`${HEAD[0]}\n`);
  const after = rest.split('\n').slice(rest.split('\n').findIndex((line) => !line.startsWith('|')));
  const wanted = `${before}${table}\n${after.join('\n')}`;
  if (process.env.UPDATE_DOCS === '1') writeFileSync(PAGE, wanted);
  else expect(page).toBe(wanted);
});
