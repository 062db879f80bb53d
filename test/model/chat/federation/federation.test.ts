import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { TALKING } from './two-domains.ts';

const A = { node: 'a-store' };
const WITHIN = { reach: 'within' };
const ACROSS = { reach: 'across' };

function ledgerOf(lines: readonly string[], set: readonly string[] = []) {
  const timeline = lines.map((line) => `  - { ${line} }\n`).join('');
  const result = runText(`${TALKING}${timeline}`, set);
  return { result, ledger: result.replications[0]!.ledgers![0]! };
}

describe('two domains', () => {
  it('take one way between their servers more than one does', () => {
    const { result, ledger } = ledgerOf([], ['traffic.talk.rooms.share=0%']);
    expect(ledger).toMatchObject({ broken: {}, sent: 500, acked: 500, shown: 500, outstanding: 0 });
    // 5 + 1 + 2 to the mailbox, 2 rows of 3 ms, 2 + 1 + 5 to the other device.
    expect(figure(result, 'min', 'delivery', WITHIN)).toBe(22);
    expect(figure(result, 'max', 'delivery', WITHIN)).toBe(22);
    // 8 to the own server, a row of 3 ms, 50 to the other one, a row there, 8 to the device.
    expect(figure(result, 'min', 'delivery', ACROSS)).toBe(72);
    // The other way round the conversation’s home is there, which writes its own row, too.
    expect(figure(result, 'p50', 'delivery', ACROSS)).toBeLessThan(75.5);
    // Who writes to another domain is answered by his own: 8, a row or two, 7.
    expect(figure(result, 'min', 'message_ack')).toBe(18);
    expect(figure(result, 'max', 'message_ack')).toBe(21);
  });

  it('open one stream in each direction, which takes 8 round trips with SASL EXTERNAL', () => {
    const { result } = ledgerOf([]);
    // RFC 6120 §9.2: TCP, header, STARTTLS, TLS 1.3, header, EXTERNAL, header; XEP-0198: enable.
    expect(total(result, 'federation_setups')).toBe(2);
    expect(total(result, 'federation_round_trips')).toBe(16);
    // The first message waits for eight times 100 ms.
    expect(figure(result, 'max', 'delivery', ACROSS)).toBe(872);
    expect(total(result, 'federation_breaks')).toBe(0);
  });

  it('lose, repeat and reorder nothing when the line is cut and servers crash', () => {
    const faults = [
      'at: 100s, do: cut, between: [a-store, b-store], for: 60s',
      'at: 250s, do: crash, node: b-store, for: 20s',
      'at: 350s, do: crash, node: a-store, for: 20s',
      'at: 400s, do: scramble, between: [a-store, b-store], duplicate: 30%, reorder: 50%, by: 500ms, for: 50s',
    ];
    for (const protocol of ['xmpp', 'matrix']) {
      const set = [`traffic.talk.federation.protocol=${protocol}`];
      const { result, ledger } = ledgerOf(faults, set);
      expect(ledger).toMatchObject({ broken: {}, sent: 500, acked: 500, shown: 1006 });
      expect(ledger.outstanding).toBe(0);
      expect(total(result, 'federation_failed')).toBeGreaterThan(20);
      expect(figure(result, 'max', 'delivery', ACROSS)).toBeGreaterThan(60_000);
    }
  });

  it('lets what has waited for too long bounce, but not what has come', () => {
    const cut = ['at: 100s, do: cut, between: [a-store, b-store], for: 60s'];
    const { result, ledger } = ledgerOf(cut, ['traffic.talk.federation.ttl=20s']);
    expect(ledger.broken).toEqual({});
    expect(ledger.outstanding).toBe(0);
    expect(ledger.bounced).toBe(total(result, 'bounced_messages'));
    expect(ledger.owed).toBe(ledger.shown + ledger.bounced!);
    // 60 s without a line, of which the last 20 s wait: two deliveries a second, of which half and more cross.
    expect(ledger.bounced).toBeGreaterThan(20);
    expect(ledger.bounced).toBeLessThan(80);
    expect(total(result, 'bounces_told')).toBeGreaterThan(0);
  });

  it('lets bounce what a full queue has no room for', () => {
    const cut = ['at: 100s, do: cut, between: [a-store, b-store], for: 60s'];
    const { result, ledger } = ledgerOf(cut, ['traffic.talk.federation.queue=5']);
    expect(ledger.broken).toEqual({});
    expect(ledger.bounced).toBeGreaterThan(10);
    expect(figure(result, 'max', 'federation_queue', A)).toBeLessThanOrEqual(5);
  });

  it('is caught when a server acknowledges before it has stored', () => {
    const crashes = Array.from(
      { length: 40 },
      (_, at) => `at: ${100.079 + 5 * at}s, do: crash, node: b-store, for: 1s`,
    );
    const slow = ['nodes.b-store.write=100ms', 'traffic.talk.rooms.share=0%'];
    expect(ledgerOf(crashes, slow).ledger.broken).toEqual({});
    const broken = [...slow, 'traffic.talk.broken=federation-ack-before-store'];
    expect(ledgerOf(crashes, broken).ledger.broken).toHaveProperty('loss');
  });

  it('is caught when a server takes what comes again for something new', () => {
    const twice = [
      'at: 100s, do: scramble, between: [a-store, b-store], duplicate: 30%, reorder: 50%, by: 500ms, for: 50s',
    ];
    expect(ledgerOf(twice).ledger.broken).toEqual({});
    const broken = ['traffic.talk.broken=federation-no-dedupe'];
    expect(ledgerOf(twice, broken).ledger.broken).toHaveProperty('duplicate');
  });
});
