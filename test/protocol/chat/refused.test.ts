/** What of chats is not spoken is refused, all of it. */
import { expect, it } from 'vitest';
import { read } from '../../../sim/index.ts';
import { checkSpoken } from '../../../sim/protocol/unspoken.ts';
import { ScenarioError } from '../../../sim/scenario/check.ts';
import { chatText } from './spoken-chat.ts';

function refusalsOf(text: string): string[] {
  const { scenario } = read(text, { file: 'a.yaml' });
  try {
    checkSpoken(scenario!);
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`);
  }
}

it.each(['websocket', 'xmpp: { sasl: plain }', 'sse', 'long-polling'])('speaks %s', (protocol) => {
  expect(
    refusalsOf(chatText({ protocol: protocol.includes(':') ? `{ ${protocol} }` : protocol })),
  ).toEqual([]);
});

it.each([
  ['mqtt', 'mqtt: expected one of websocket, sse, long-polling, xmpp'],
  ['{ sse: { http: http-2 } }', 'http-2: expected http-1.1'],
  ['xmpp', 'scram-sha-1: expected plain'],
])('refuses %s by TW1317', (protocol, message) => {
  expect(refusalsOf(chatText({ protocol }))).toEqual([
    `TW1317 ${message} where fidelity is protocol`,
  ]);
});

it('refuses kinds of messages, and a chat without a protocol', () => {
  const text = chatText({ protocol: 'websocket' });
  const kinds = text.replace('protocol: websocket', 'kinds: social');
  const refusals = refusalsOf(kinds).join('\n');
  expect(refusals).toContain('kinds: expected none');
  expect(refusals).toContain('none: expected one of websocket');
});
