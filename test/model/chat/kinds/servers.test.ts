import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE } from './one-message.ts';

const kinds = (map: string) => `traffic.talk.kinds=${map}`;

describe('a red packet', () => {
  const packet = [
    'nodes.people.count=43',
    'nodes.wallet={ kind: wallet, service: 2ms }',
    'links.people -> wallet={ latency: 8ms }',
    'traffic.talk.rooms={ count: 1, size: 43, share: 100% }',
    kinds('{ red-packet: { share: 100%, parts: 10, tapped: 100%, after: 1s, wallet: wallet } }'),
  ];

  it('gives its parts to the first who claim, one after the other', () => {
    const result = runText(ONE, packet);
    // 42 to 1 is what WeChat counted at the peak of Spring Festival 2015: everybody else in a room of 43 taps.
    expect(total(result, 'claims')).toBe(42);
    expect(total(result, 'claims_won')).toBe(10);
    expect(total(result, 'claims_open') + total(result, 'claims_failed')).toBe(0);
    // All tap 1 s after they see it: the last waits for 41 others, 2 ms each.
    expect(figure(result, 'max', 'claim_wait')).toBe(41 * 2);
    expect(figure(result, 'min', 'claim_time')).toBe(8 + 2 + 8);
    expect(figure(result, 'max', 'claim_time')).toBe(8 + 42 * 2 + 8);
    // Seen after 11 ms, tapped 1 s later, 8 ms up, and ten claims of 2 ms.
    expect(figure(result, 'max', 'packet_time')).toBe(11 + 1000 + 8 + 10 * 2);
  });

  it('leaves parts when there are more than people', () => {
    const result = runText(ONE, [...packet, 'traffic.talk.kinds.red-packet.parts=50']);
    expect(total(result, 'claims_won')).toBe(42);
    expect(figure(result, 'max', 'packet_time')).toBe(0);
  });

  it('ends each claim answered or failed when its wallet crashes', () => {
    const crash = `${ONE}  - { at: 2.06s, do: crash, node: wallet/0, for: 1s }\n`;
    const result = runText(crash, packet);
    const answered = figure(result, 'count', 'claim_time');
    expect(total(result, 'claims_failed')).toBeGreaterThan(0);
    expect(answered + total(result, 'claims_failed')).toBe(42);
    expect(total(result, 'claims_open')).toBe(0);
  });
});

describe('a bot', () => {
  it('answers after its service, and others wait for a place', () => {
    const result = runText(ONE, [
      kinds('{ bot: { share: 100%, service: 2s, places: 1, size: 100B, reply: 400B } }'),
      'timeline=[{ at: 2.5s, do: ramp, traffic: talk, to: 0rps }]',
    ]);
    expect(total(result, 'answers')).toBe(2);
    // To the gateway 5 + 1 ms, 2 s of work, and back over the gateway 1 + 5 ms.
    expect(figure(result, 'min', 'answer_time')).toBe(6 + 2000 + 6);
    // The second is said a second later and waits for another one.
    expect(figure(result, 'max', 'answer_time')).toBe(6 + 1000 + 2000 + 6);
    expect(total(result, 'deliveries', { kind: 'bot' })).toBe(2 + 2);
    expect(total(result, 'undelivered')).toBe(0);
  });
});

describe('an answer of a language model in a chat', () => {
  const asked = (more = '') => [
    kinds(`{ llm-answer: { share: 100%, speed: 50/s, prefill: 1000000/s, event: 130B${more} } }`),
    'timeline=[{ at: 20.5s, do: ramp, traffic: talk, to: 0rps }]',
  ];

  it('comes in events of two tokens, each with its bytes', () => {
    const result = runText(ONE, asked());
    const answers = total(result, 'answers');
    expect(answers).toBe(20);
    const tokens = total(result, 'answer_tokens');
    const events = total(result, 'answer_bytes') / 130;
    // The first token comes alone, then two in each event: (tokens - 1) / 2 rounded up, and one.
    expect(events).toBeGreaterThanOrEqual(answers + (tokens - answers) / 2);
    expect(events).toBeLessThanOrEqual(answers + (tokens - answers) / 2 + answers / 2);
    // 5 + 1 ms to the model, 20 ms for a token, 5 ms back; the rest is the question.
    expect(figure(result, 'min', 'first_token')).toBeGreaterThan(31);
    expect(figure(result, 'max', 'first_token')).toBeLessThan(31 + 15);
    expect(figure(result, 'max', 'token_gap')).toBeCloseTo(40, 3);
  });

  it('is sent whole each time where the message is edited', () => {
    const edited = runText(ONE, asked(', edits: 1s'));
    expect(total(edited, 'answers')).toBe(20);
    expect(figure(edited, 'max', 'token_gap')).toBeCloseTo(1000, 3);
    expect(total(edited, 'answer_bytes')).toBeGreaterThan(0);
  });

  it('breaks off when the gateway crashes', () => {
    const text = `${ONE}  - { at: 3s, do: crash, node: gateway/0, for: 1s }\n`;
    const result = runText(text, [asked()[0]!]);
    expect(total(result, 'answer_errors')).toBe(1);
    expect(total(result, 'answers_open')).toBe(0);
  });
});
