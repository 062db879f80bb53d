import { describe, expect, it } from 'vitest';
import { federationProtocols } from '../../../../sim/model/chat/federation/protocols/index.ts';
import { choose } from '../../../../sim/part/choice.ts';

const made = (name: string, params: Record<string, unknown> = {}) => {
  const part = federationProtocols.find(name)!;
  return choose(part, part.params.parse(params)).make();
};

describe.each(federationProtocols.names)('the federation protocol %s', (name) => {
  const protocol = made(name);

  it('sets up TCP and TLS first, and takes as long to take up a stream again', () => {
    // RFC 9293 §3.5 and RFC 8446 §2: a round trip each.
    expect(protocol.opening.roundTrips).toBeGreaterThanOrEqual(2);
    expect(protocol.reopening.roundTrips).toBe(protocol.opening.roundTrips);
    // RFC 9293: two segments; RFC 8446 §4: a ClientHello of 217 bytes with 40 of headers, and what ends it, 64 (docs/tls.md).
    expect(protocol.opening.upBytes).toBeGreaterThanOrEqual(2 * 40 + 257 + 64);
    expect(protocol.opening.downBytes).toBeGreaterThan(3000);
  });

  it('adds bytes for each transaction and for each message in it', () => {
    const { batch } = protocol;
    const alone = protocol.transactionBytes(1, 100) - 100;
    expect(alone).toBeGreaterThan(100);
    expect(protocol.transactionBytes(1, 200)).toBe(alone + 200);
    const together = protocol.transactionBytes(batch, 100 * batch) - 100 * batch;
    expect(together).toBeGreaterThanOrEqual(alone);
    expect(together).toBeLessThanOrEqual(batch * alone);
    expect(protocol.answerBytes).toBeGreaterThan(40);
  });

  it('has one transaction and one message in it under way at the least', () => {
    expect(protocol.window).toBeGreaterThanOrEqual(1);
    expect(protocol.batch).toBeGreaterThanOrEqual(1);
  });
});

describe('federation protocols', () => {
  it('take the round trips that their documents have', () => {
    // RFC 6120 §9.2: TCP, stream, STARTTLS, TLS 1.3, stream, EXTERNAL, stream; XEP-0198 §3: enable.
    expect(made('xmpp').opening.roundTrips).toBe(8);
    // XEP-0220 §2.1: TCP to stream as before (5), the result (1) waits for a stream back (5) and the verification (1), enable (1).
    expect(made('xmpp', { proof: 'dialback' }).opening.roundTrips).toBe(13);
    expect(made('matrix').opening.roundTrips).toBe(2);
  });

  it('carry what the Matrix API lets a transaction carry: 50 events, one after the other', () => {
    expect(made('matrix')).toMatchObject({ batch: 50, window: 1, resumes: false });
    expect(federationProtocols.find('matrix')!.params.safeParse({ events: 51 }).success).toBe(
      false,
    );
  });
});
