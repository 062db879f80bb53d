import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { CHAT } from '../two-places.ts';

/** Nobody says anything in the last second, so that all is over at the end. */
const QUIET = `${CHAT}\ntimeline:\n  - { at: 19s, do: ramp, traffic: talk, to: 0rps }\n`;

const using = (protocol: string, ...more: string[]) =>
  runText(QUIET, [`traffic.talk.protocol=${protocol}`, ...more]);

describe('a chat over a protocol', () => {
  // Gateway 5 ms away, 1 ms of work; the other place is 100 ms and 1 ms further.
  it.each([
    ['{websocket: {}}', 11, 112],
    ['{mqtt: 0}', 11, 112],
    ['{mqtt: 1}', 11, 112],
    // QoS 2 hands on behind PUBREC and PUBREL: a round trip of 10 ms more on each of the two hops.
    ['{mqtt: 2}', 31, 132],
    ['xmpp', 11, 112],
    ['sse', 11, 112],
  ])('of %s takes %i ms over one gateway and %i over two', (protocol, one, two) => {
    const result = using(protocol);
    expect(figure(result, 'min', 'delivery')).toBe(one);
    expect(figure(result, 'max', 'delivery')).toBe(two);
    expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
  });

  // MQTT 3.1.1 §4.3: 1, 2 or 4 packets on each of two hops; XEP-0198: message, r and a.
  it.each([
    ['{mqtt: 0}', 2],
    ['{mqtt: 1}', 4],
    ['{mqtt: 2}', 8],
    ['{xmpp: false}', 2],
    ['{xmpp: {}}', 6],
    ['{websocket: {}}', 4],
    ['sse', 3],
  ])('of %s takes %i packets for a message', (protocol, packets) => {
    const result = using(protocol);
    const messages = total(result, 'messages');
    expect(2 * messages + total(result, 'confirmations')).toBe(packets * messages);
  });

  it('asks with XMPP for several messages at once', () => {
    const each = total(using('xmpp'), 'confirmations');
    const fifth = total(using('{xmpp: {ack-every: 5}}'), 'confirmations');
    // A hundred people have up to four messages each that wait for a fifth, in both directions.
    expect(fifth).toBeLessThanOrEqual(each / 5);
    expect(fifth).toBeGreaterThanOrEqual((each - 2 * 100 * 2 * 4) / 5);
  });

  it('carries as many bytes as its frames have', () => {
    const result = using('{mqtt: 1}');
    const messages = total(result, 'messages');
    // A text of 100 B: 131 B of PUBLISH, 22 of TLS, 40 of TCP and IP; a PUBACK of 4 likewise.
    const up = total(result, 'call_bytes', { node: 'people', to: 'gateway' });
    const down = total(result, 'call_bytes', { node: 'gateway', to: 'people' });
    expect(up).toBe(messages * (193 + 66));
    expect(down).toBe(messages * (193 + 66));
    expect(total(result, 'confirmation_bytes')).toBe(messages * 2 * 66);
  });
});

describe('long polling', () => {
  const TWO = QUIET.replace('[paris, tokyo]', '[paris]')
    .replace('count: 50', 'count: 2')
    .replace('gateway, count: 2', 'gateway, count: 1')
    .replace('{ steady: 50rps }', '{ poisson: 400rps }')
    .replace('kind: chat', 'kind: chat\n    protocol: long-polling');

  it('takes one to three transits from the gateway, as RFC 6202 has it', () => {
    const result = runText(TWO);
    // §2.2: between one transit of 5 ms and just over three, behind the way up of 5 ms and 1 ms of work.
    expect(figure(result, 'min', 'delivery')).toBe(11);
    expect(figure(result, 'max', 'delivery')).toBeLessThanOrEqual(21);
    expect(figure(result, 'max', 'delivery')).toBeGreaterThan(20.5);
    expect(total(result, 'deliveries')).toBe(total(result, 'messages'));
  });

  it('is there for as many messages as a renewal process says', () => {
    // 100 messages a second to each; for 10 ms behind an answer there is no poll. Time with one: e^-1 / 0.1 of
    // 10 + e^-1 / 0.1 ms, 27 %; the others wait 5 ms in the mean.
    const idleMs = Math.exp(-1) / 0.1;
    const waitMs = 5 * (1 - idleMs / (10 + idleMs));
    const mean = figure(runText(TWO.replace('400rps', '200rps')), 'mean', 'delivery');
    // Deviation of a wait 3.6 ms, of 3800, nearly two in a row.
    expect(Math.abs(mean - (11 + waitMs))).toBeLessThan(0.25);
  });

  it('puts what waits into one answer', () => {
    const result = runText(TWO);
    const down = total(result, 'call_bytes', { node: 'gateway', to: 'people' });
    const deliveries = total(result, 'deliveries');
    // One answer to a POST and one to a poll of its own would be 362 and 462 bytes.
    expect(down).toBeLessThan(deliveries * (362 + 400));
    expect(down).toBeGreaterThan(deliveries * (362 + 100));
  });

  it('waits for a poll that ran out, and counts it', () => {
    const rare = TWO.replace('400rps', '0.5rps');
    const short = runText(rare, ['traffic.talk.protocol={long-polling: {timeout: 1s}}']);
    const long = runText(rare, ['traffic.talk.protocol={long-polling: {timeout: 60s}}']);
    expect(total(short, 'messages')).toBe(total(long, 'messages'));
    expect(total(short, 'confirmations')).toBeGreaterThan(total(long, 'confirmations'));
    // Without time-outs: the answer to each POST, and a poll behind each answer.
    expect(total(long, 'confirmations')).toBe(2 * total(long, 'messages'));
  });

  it('loses what waits at a gateway that crashes, and nothing twice', () => {
    const result = runText(
      `${TWO}  - { at: 5s, do: crash, node: gateway/*, for: 2s, name: crash }\n`,
    );
    const lost = total(result, 'undelivered');
    expect(lost).toBeGreaterThan(0);
    expect(total(result, 'deliveries') + lost).toBe(total(result, 'messages'));
  });
});

describe('a chat without a protocol', () => {
  it('has nothing that confirms, and bytes as long as its texts', () => {
    const result = runText(QUIET);
    expect(total(result, 'confirmations')).toBe(0);
    const up = total(result, 'call_bytes', { node: 'people', to: 'gateway' });
    expect(up).toBe(total(result, 'messages') * 100);
  });
});
