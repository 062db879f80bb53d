import { readFileSync } from 'node:fs';
import { expect, describe as group, it } from 'vitest';
import { Streams } from '../../../sim/engine/streams.ts';
import { Tokens } from '../../../sim/model/traffic/llm/tokens.ts';
import { figure, runText, total } from '../../run-scenario.ts';
import { sharedData, whenShared } from '../../shared-data.ts';

const chat = (traffic: string, more = '') => `
version: 1
title: questions
run: { seed: 9, duration: 1000s }
places: [paris]
nodes:
  people: { kind: clients, count: 1000, access: none }
  origin: { kind: origin, workers: 1000, service: 200ms }
links:
  people -> origin: { latency: 50ms }
traffic:
  ask: { kind: llm, from: people, to: origin, transport: open, ${traffic} }
${more}`;

group('answers of a language model', () => {
  it('begin after the way, the service, the reading of the question and one token', () => {
    const result = runText(
      chat('arrivals: { poisson: 2rps }, prefill: 1000/s, speed: 50/s, batch: 1'),
    );
    const read = total(result, 'question_tokens') / total(result, 'answers');
    // 100 ms there and back and 50 ms down again for what follows the head, 200 ms of service, 20 ms a token.
    const expected = 50 + 200 + 50 + read + 20 + 50;
    // Those still open at the end are the long ones: a hundredth.
    expect(Math.abs(figure(result, 'mean', 'first_token') / expected - 1)).toBeLessThan(0.03);
    expect(figure(result, 'p50', 'token_gap') / 20).toBeCloseTo(1, 1);
  });

  it('take as long as their tokens, and count each of them', () => {
    const result = runText(
      chat('arrivals: { poisson: 2rps }, prefill: 1000000/s, speed: 50/s, batch: 3'),
    );
    const tokens = total(result, 'answer_tokens') / total(result, 'answers');
    expect(Math.abs(figure(result, 'mean', 'answer_time') / (350 + 20 * tokens) - 1)).toBeLessThan(
      0.02,
    );
    const all =
      total(result, 'answers') + total(result, 'answer_errors') + total(result, 'answers_open');
    expect(all).toBe(total(result, 'requests') + total(result, 'unanswered'));
  });

  it('slow down with their number, as measured', () => {
    // Llama 2 70B on eight H100, 512 tokens in, medians of perf_model.csv of Splitwise: ms for each token.
    const measured = { 1: 30.56, 8: 32.5, 16: 34.17, 32: 38.62, 64: 50.16 };
    for (const [users, tokenMs] of Object.entries(measured)) {
      const closed = `arrivals: { closed: { users: ${users}, think: 1ms } }, workload: code`;
      const result = runText(
        chat(`${closed}, prefill: 1000000/s, speed: 32.7/s, batch: 1, crowd: 100`).replace(
          'service: 200ms',
          'service: 0ms',
        ),
      );
      // The line misses single points by 5 %; all users but those on the way (a seventh of the time) are busy.
      const gap = figure(result, 'mean', 'token_gap');
      expect(Math.abs(gap / tokenMs - 1), users).toBeLessThan(0.12);
    }
  });

  it('hold a place of the model: utilisation by Little’s law, and others wait', () => {
    const result = runText(chat('arrivals: { poisson: 2rps }, prefill: 1000000/s, speed: 50/s'));
    const tokens = total(result, 'answer_tokens') / total(result, 'answers');
    const streams = figure(result, 'mean', 'token_streams');
    // 2 a second, 20 ms a token. Answers of the last seconds are missing on both sides.
    expect(
      Math.abs(streams / ((total(result, 'answers') / 1000) * 0.02 * tokens) - 1),
    ).toBeLessThan(0.03);
    const full = runText(chat('arrivals: { poisson: 2rps }, speed: 50/s, slots: 4'));
    expect(figure(full, 'max', 'first_token')).toBeGreaterThan(10_000);
    expect(figure(full, 'mean', 'token_streams')).toBeGreaterThan(3.8);
    expect(figure(full, 'mean', 'token_streams')).toBeLessThanOrEqual(4);
    expect(figure(full, 'mean', 'token_waiting')).toBeGreaterThan(10);
  });

  it('break off when the node goes down that they come from', () => {
    const crash = 'timeline: [{ at: 500s, do: crash, node: origin/0, for: 100s }]\n';
    const result = runText(chat('arrivals: { poisson: 2rps }, speed: 50/s', crash));
    const failed = total(result, 'answer_errors');
    // 200 questions that nobody takes, and the dozen under way.
    expect(failed).toBeGreaterThan(total(result, 'errors'));
    expect(failed).toBeLessThan(total(result, 'errors') + 60);
    const all = total(result, 'answers') + failed + total(result, 'answers_open');
    expect(all).toBe(total(result, 'requests') + total(result, 'unanswered'));
  });
});

whenShared('tokens of questions and answers', () => {
  it.each([
    ['conversation', 'conv'],
    ['code', 'code'],
  ] as const)(
    'of %s have the quantiles of the trace, and go together as there',
    (workload, name) => {
      const rows = readFileSync(sharedData(`llm/AzureLLMInferenceTrace_${name}.csv`)!, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(',').slice(1).map(Number) as [number, number]);
      const tokens = new Tokens(workload);
      const random = new Streams('tokens', 0).stream(workload);
      const drawn = Array.from({ length: 50_000 }, (): [number, number] => {
        tokens.draw(random);
        return [tokens.question, tokens.answer];
      });
      const quantile = (list: [number, number][], which: 0 | 1, share: number) => {
        const sorted = list.map((one) => one[which]).sort((one, other) => one - other);
        return sorted[Math.floor(share * sorted.length)]!;
      };
      for (const which of [0, 1] as const) {
        for (const share of [0.25, 0.5, 0.9, 0.99]) {
          const ratio = quantile(drawn, which, share) / quantile(rows, which, share);
          // Quantiles of tables and of samples: 10 %, or one token of few.
          expect(Math.abs(ratio - 1), `${which} ${share}`).toBeLessThan(0.1);
        }
      }
      const longest = (list: [number, number][]) => {
        const limit = quantile(list, 0, 0.8);
        return quantile(
          list.filter(([question]) => question > limit),
          1,
          0.5,
        );
      };
      expect(Math.abs(longest(drawn) / longest(rows) - 1)).toBeLessThan(0.12);
    },
  );
});
