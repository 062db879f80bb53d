/** A chat by `ws` in virtual time, beside the model of the same people. */
import { describe, expect, it } from 'vitest';
import { figure, total } from '../../run-scenario.ts';
import { chatText, fates, modelled, spoken } from './spoken-chat.ts';

const PLAIN = chatText('{ websocket: { tls: false } }');

describe('a chat over WebSocket that is spoken', () => {
  it('shows the messages of the model, confirms as many, and takes as long', async () => {
    const { result } = await spoken(PLAIN);
    const model = modelled(PLAIN);
    expect(fates(result)).toEqual(fates(model));
    expect(fates(result).undelivered).toBe(0);
    expect(total(result, 'confirmations')).toBe(total(model, 'confirmations'));
    // Frames of RFC 6455 §5.2 at both ends: the same bytes.
    expect(total(result, 'confirmation_bytes')).toBe(total(model, 'confirmation_bytes'));
    // Connections are set up at the beginning, and those of gateways with their first message.
    const [real, modelledMs] = [result, model].map((one) => figure(one, 'p50', 'delivery'));
    expect(real! / modelledMs!).toBeGreaterThan(0.98);
    expect(real! / modelledMs!).toBeLessThan(1.05);
  }, 120_000);

  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    const [first, ...others] = [
      await spoken(PLAIN),
      await spoken(PLAIN),
      await spoken(PLAIN, 'turns'),
    ];
    for (const { wireHash, result } of others) {
      expect(wireHash).toBe(first!.wireHash);
      expect(result).toEqual(first!.result);
    }
  }, 120_000);
});
