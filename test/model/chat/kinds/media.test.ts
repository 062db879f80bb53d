import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';
import { ONE } from './one-message.ts';

describe('a picture of 200 kB from one person to another', () => {
  const result = runText(ONE);

  it('is one message of so many bytes', () => {
    expect(total(result, 'messages', { kind: 'image' })).toBe(1);
    expect(total(result, 'deliveries', { kind: 'image' })).toBe(1);
    expect(total(result, 'message_bytes', { kind: 'image' })).toBe(600);
    expect(figure(result, 'max', 'delivery', { kind: 'image' })).toBe(5 + 1 + 5);
  });

  it('is uploaded with its thumbnail in parts before, one after the other', () => {
    expect(total(result, 'upload_bytes', { kind: 'image' })).toBe(210_000);
    // 210 000 bytes are three parts of 65 536 and 13 392; each answer has 200 bytes.
    expect(total(result, 'requests', { traffic: 'talk-upload' })).toBe(4);
    expect(total(result, 'response_bytes', { traffic: 'talk-upload' })).toBe(4 * 200);
    // Each part: 10 and 20 ms to the origin through the cache, 5 ms of work, and back.
    expect(figure(result, 'max', 'upload_time')).toBe(4 * (10 + 20 + 5 + 20 + 10));
  });

  it('is fetched by who sees it: the thumbnail at once, the picture when it is opened', () => {
    expect(total(result, 'media_bytes', { piece: 'preview' })).toBe(10_000);
    expect(total(result, 'media_bytes', { piece: 'original' })).toBe(200_000);
    expect(total(result, 'response_bytes', { traffic: 'talk' })).toBe(210_000);
    expect(figure(result, 'max', 'media_time', { piece: 'preview' })).toBe(65);
    expect(figure(result, 'max', 'media_time', { piece: 'original' })).toBe(65);
  });

  it('goes through the cache like all requests, and is there for who asks again', () => {
    expect(total(result, 'cache_requests')).toBe(4 + 2);
    expect(total(result, 'cache_hits')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(4 + 2);
    expect(total(result, 'origin_bytes')).toBe(4 * 200 + 210_000);
    expect(total(result, 'cache_fills')).toBe(2);
  });
});

describe('an upload that breaks off', () => {
  // Parts leave at 1000, 1065, 1130 ms, …; the origin answers none that comes between 1.1 and 3 s.
  const crash = `${ONE}  - { at: 1.1s, do: crash, node: origin/0, for: 1.9s }\n`;

  it('goes on after the last part that arrived', () => {
    const result = runText(crash, ['traffic.talk.media.retry=1s']);
    expect(total(result, 'uploads')).toBe(1);
    // The second part is lost twice: at 1100 ms, and sent again after 1 s; again 2 s later it arrives.
    expect(total(result, 'upload_retries')).toBe(2);
    expect(total(result, 'upload_bytes')).toBe(210_000 + 2 * 65_536);
    expect(total(result, 'deliveries')).toBe(1);
  });

  it('begins anew where it cannot be resumed', () => {
    const set = ['traffic.talk.media.retry=1s', 'traffic.talk.media.resume=false'];
    const result = runText(crash, set);
    expect(total(result, 'upload_bytes')).toBe(210_000 + 65_536 * 2 + 65_536);
  });

  it('is given up in the end, and then nothing is sent', () => {
    const result = runText(crash, ['traffic.talk.media.retry=1s', 'traffic.talk.media.tries=2']);
    expect(total(result, 'upload_errors')).toBe(1);
    expect(total(result, 'unsent', { kind: 'image' })).toBe(1);
    expect(total(result, 'messages')).toBe(0);
  });
});

describe('a sticker', () => {
  const sticker = [
    'traffic.talk.kinds={ sticker: { share: 100%, objects: 1, picture: 50kB, held: 0% } }',
    'timeline=[{ at: 3.5s, do: ramp, traffic: talk, to: 0rps }]',
  ];

  it('is fetched from the origin once, then from the cache', () => {
    const result = runText(ONE, sticker);
    expect(total(result, 'messages', { kind: 'sticker' })).toBe(3);
    expect(total(result, 'uploads')).toBe(0);
    expect(total(result, 'origin_requests')).toBe(1);
    expect(figure(result, 'max', 'media_time')).toBe(65);
    expect(figure(result, 'min', 'media_time')).toBe(20);
  });

  it('is fetched once by a device that keeps it', () => {
    const result = runText(ONE, [...sticker, 'nodes.people.cache=1MiB']);
    expect(total(result, 'media_shown')).toBe(3);
    expect(total(result, 'cache_hits', { node: 'people' })).toBeGreaterThan(0);
    expect(figure(result, 'min', 'media_time')).toBe(0);
  });

  it('is shown at once where the app holds it', () => {
    const held = sticker.map((line) => line.replace('held: 0%', 'held: 100%'));
    const result = runText(ONE, held);
    expect(total(result, 'media_shown')).toBe(3);
    expect(total(result, 'requests')).toBe(0);
  });
});

describe('a mix of kinds', () => {
  it('is said in the shares of its name', () => {
    const result = runText(ONE, [
      'traffic.talk.kinds=social',
      'traffic.talk.arrivals={ poisson: 100rps }',
      'run.duration=100s',
      'timeline=[]',
    ]);
    const all = total(result, 'messages') + total(result, 'uploads_open');
    // Of 10 000 messages: reference/domain.md §4.2 over 99.5 %; four standard errors.
    for (const [kind, share] of [
      ['text', 72],
      ['sticker', 12],
      ['image', 9],
      ['file', 1],
    ] as const) {
      const expected = share / 99.5;
      const error = Math.sqrt((expected * (1 - expected)) / all);
      const found = total(result, 'messages', { kind }) / all;
      expect(Math.abs(found - expected)).toBeLessThan(4 * error);
    }
  });
});
