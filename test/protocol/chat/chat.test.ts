/** Chats by real libraries in virtual time, beside the model of the same people. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../../sim/index.ts';
import { figure, total } from '../../run-scenario.ts';
import { expectOneHash, modelled, spoken } from '../spoken-scenario.ts';
import { chatText, fates } from './spoken-chat.ts';

const PROTOCOLS = [
  '{ websocket: { tls: false } }',
  '{ websocket: { acks: false } }',
  '{ sse: {} }',
  '{ long-polling: {} }',
  '{ xmpp: { sasl: plain } }',
  '{ xmpp: { sasl: plain, tls: false, stream-management: false } }',
];

describe.each(PROTOCOLS)('a chat with protocol %s that is spoken', (protocol) => {
  const text = chatText({ protocol });
  let once: ReturnType<typeof spoken> | undefined;
  const first = () => (once ??= spoken(text));

  it('shows and confirms what the model does, and takes as long', async () => {
    const { result } = await first();
    const model = modelled(text);
    expect(fates(result)).toEqual(fates(model));
    expect(fates(result).undelivered).toBe(0);
    expect(fates(result).messages).toBeGreaterThan(50);
    expect(total(result, 'wire_duplicates')).toBe(0);
    // A poll more or less is under way at the ends.
    const confirmations = total(model, 'confirmations');
    expect(Math.abs(total(result, 'confirmations') - confirmations)).toBeLessThanOrEqual(
      protocol.includes('polling') ? 0.01 * confirmations : 0,
    );
    for (const fn of ['mean', 'p90'] as const) {
      const ratio = figure(result, fn, 'delivery') / figure(model, fn, 'delivery');
      // The first messages between two gateways wait for their connection.
      expect(Math.abs(ratio - 1), `${fn}: ${ratio}`).toBeLessThan(0.05);
    }
  }, 120_000);

  it('takes the bytes of the model for what is said, within 2 %', async () => {
    // The same people who say less have the same connections: the difference is what was said.
    const less = chatText({ protocol, talk: 3, rest: 6 });
    const [long, short] = [await first(), await spoken(less)];
    const [model, lessModel] = [modelled(text), modelled(less)];
    for (const labels of [
      { node: 'people', to: 'gateway' },
      { node: 'gateway', to: 'people' },
      // A text of XMPP says nothing of who wrote it: between gateways an envelope does, which the model has not.
      ...(protocol.includes('xmpp') ? [] : [{ node: 'gateway', to: 'gateway' }]),
    ]) {
      const bytes = (result: Result) => total(result, 'call_bytes', labels);
      const real = bytes(long.result) - bytes(short.result);
      const ratio = real / (bytes(model) - bytes(lessModel));
      expect(real).toBeGreaterThan(10_000);
      expect(Math.abs(ratio - 1), `${labels.node}>${labels.to}: ${ratio}`).toBeLessThan(0.02);
    }
  }, 120_000);

  it('is the same byte for byte in three runs, however what is under way is waited for', async () => {
    await expectOneHash(text, first());
  }, 120_000);
});
