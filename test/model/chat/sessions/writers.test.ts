import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

/** Nobody looks at a device but to write; 60 people write every 30 s in the mean, and look for 30 s. */
const WRITERS = `
version: 1
title: people who look at their phones to write
run: { seed: 3, duration: 20m, warmup: 5m }
places: [beijing]
nodes:
  phones: { kind: clients, count: 60 }
  gateway: { kind: gateway }
  store: { kind: mailbox }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: 2rps }
    rooms: { count: 1, size: 2, share: 0% }
    sessions: { arrivals: { each: 0.001/day }, stay: { exponential: 30s }, keep: 0s, online: 0% }
`;

describe('who writes', () => {
  const result = runText(WRITERS);

  it('looks at the device from then on: so many are online as write at λ and leave at μ', () => {
    // Each alternates: away until it writes (rate λ = 1/30 s), there until it leaves (μ = 1/30 s; to stay anew
    // changes nothing, as exponential times have no memory): λ / (λ + μ) of 60. Renewal-reward theorem,
    // Ross, Stochastic Processes, §3.6. 15 minutes are 15 cycles of 60 devices: 5 % are three standard errors.
    const online = figure(result, 'value', 'online');
    expect(online).toBeGreaterThan(30 * 0.95);
    expect(online).toBeLessThan(30 * 1.05);
  });

  it('waits for nobody but the connection: 99 of 100 messages are acknowledged within a second', () => {
    // A connection takes some round trips on a way of milliseconds; before, a message waited for hours. Who leaves in the
    // same instant takes the connection away from it: with exponential stays few do, but some.
    expect(total(result, 'messages')).toBeGreaterThan(1500);
    expect(figure(result, 'p99', 'message_ack')).toBeLessThan(1000);
  });

  it('is why what is delivered to whom looks is there at once', () => {
    expect(figure(result, 'max', 'delivery', { state: 'online' })).toBeLessThan(1000);
    expect(figure(result, 'p50', 'delivery', { state: 'background' })).toBeGreaterThan(5000);
  });

  it('stays as long again from each message on', () => {
    // A constant minute: who writes each second never leaves.
    const text = WRITERS.replace('stay: { exponential: 30s }', 'stay: 60s').replace(
      'poisson: 2rps',
      'poisson: 60rps',
    );
    const busy = runText(text, ['run.duration=6m']);
    expect(figure(busy, 'value', 'online')).toBeCloseTo(60, 0);
  });
});
