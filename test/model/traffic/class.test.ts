import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../run-scenario.ts';

const school = (traffic: string, more = '', gateway = '') => `
version: 1
title: school
run: { seed: 6, duration: 1000s }
places: [paris]
nodes:
  students: { kind: clients, count: 200, access: none }
  edge: { kind: cache, capacity: 10GiB, parent: origin }
  origin: { kind: origin, workers: 1000, service: 10ms }
${gateway}
links:
  students -> edge: { latency: 0ms }
  edge -> origin: { latency: 0ms }
traffic:
  school: { kind: class, from: students, to: edge, transport: open, attendance: 100%, bell: 100s, lasts: 400s, ${traffic} }
${more}`;

const QUIET = 'half: 0s, slides: 0s, replay: 0%, segment: 4s, size: 20';

describe('an online class', () => {
  it('gives every segment of the teacher to every student, and each once to the cache', () => {
    const result = runText(school(QUIET));
    expect(total(result, 'class_segments')).toBe(200 * 100);
    expect(total(result, 'class_missed')).toBe(0);
    // 10 classes of 100 segments, and a page for each student that no cache keeps.
    expect(total(result, 'origin_requests')).toBe(10 * 100 + 200);
    // 1.5 Mbit/s for 400 s, and 50 kB to join.
    expect(total(result, 'response_bytes')).toBe(200 * ((1.5e6 / 8) * 400 + 50_000));
  });

  it('is seen when a segment is whole and the player looks', () => {
    const result = runText(school(QUIET));
    // A segment of 4 s and up to 4 s more; the phases of 200 players are uniform.
    expect(figure(result, 'min', 'class_delay')).toBeGreaterThan(3990);
    expect(figure(result, 'max', 'class_delay')).toBeLessThan(8100);
    expect(Math.abs(figure(result, 'mean', 'class_delay') - 6000)).toBeLessThan(330);
  });

  it('is joined by half of the students within the time that it is told', () => {
    const joined = (until: string) =>
      total(
        runText(school('half: 60s, slides: 0s, replay: 0%'), [`run.duration=${until}`]),
        'pages',
        { page: 'join' },
      );
    // Binomial of 200 and a half, and three quarters: 4 standard deviations of 7.1 and 6.1.
    expect(Math.abs(joined('160s') - 100)).toBeLessThan(28);
    expect(Math.abs(joined('220s') - 150)).toBeLessThan(25);
  });

  it('shows slides to all of a class at once: the cache fetches each once', () => {
    const result = runText(school('half: 0s, slides: 50s, replay: 0%, segment: 400s, size: 200'));
    const slides = total(result, 'origin_requests') - 200 - 1;
    // The first, and one each 50 s but for what comes before the first change: Poisson of about 8, at most 8.
    expect(slides).toBeGreaterThan(3);
    expect(slides).toBeLessThanOrEqual(8);
    const asked = total(result, 'requests') - 200 - 200;
    expect(asked % 200).toBe(0);
    expect(asked / 200).toBeGreaterThanOrEqual(slides);
  });

  it('is watched again by those who are told to, at its pace', () => {
    const result = runText(school(`${QUIET.replace('0%', '50%')}, later: 10s`));
    const again = (total(result, 'requests') - 200 - 20_000) / 100;
    // Binomial of 200 and a half; the last ten may not be through: all begin within a minute of 500 s.
    expect(Math.abs(again - 100)).toBeLessThan(28);
    expect(total(result, 'origin_requests')).toBe(1200);
  });

  it('has students who try to come in again, and who jump when they have fallen behind', () => {
    const crash =
      'timeline: [{ at: 90s, do: crash, node: edge/0, for: 20s }, { at: 200s, do: crash, node: edge/0, for: 60s }]\n';
    const result = runText(school(QUIET, crash));
    expect(total(result, 'page_errors', { page: 'join' })).toBeGreaterThan(200);
    expect(total(result, 'pages', { page: 'join' })).toBe(200);
    // 60 s of segments of 4 s are missed by each, and none twice.
    expect(Math.abs(total(result, 'class_missed') / 200 - 15)).toBeLessThan(1.5);
    expect(total(result, 'class_missed') + total(result, 'class_segments')).toBeGreaterThan(19_000);
    expect(total(result, 'class_missed') + total(result, 'class_segments')).toBeLessThanOrEqual(
      20_000,
    );
  });

  it('jumps to where the class is when segments come too slowly', () => {
    const result = runText(school(QUIET), ['nodes.origin.service=6s']);
    // Segments of 4 s take 6 s each: 2 s of each are lost, after twice the three that a player keeps.
    expect(figure(result, 'max', 'class_delay')).toBeLessThan(9 * 4000 + 8000);
    expect(total(result, 'class_missed')).toBeGreaterThan(200 * 100 * 0.2);
    expect(total(result, 'class_missed')).toBeLessThan(200 * 100 * 0.4);
  });

  it('carries strokes, messages and speech to all others of a class', () => {
    const talk = (what: string) =>
      runText(school(`${QUIET}, gateway: gateway, ${what}`, '', '  gateway: { kind: gateway }'));
    const strokes = talk('chat: 0, hands: 0');
    // One message a second, for 10 classes of 20.
    expect(total(strokes, 'messages')).toBe(4000);
    expect(total(strokes, 'deliveries')).toBe(4000 * 19);
    const chat = talk('strokes: 0, hands: 0');
    // 10 messages of 200 students: Poisson, 4 standard deviations.
    expect(Math.abs(total(chat, 'messages') - 2000)).toBeLessThan(180);
    expect(total(chat, 'deliveries')).toBe(19 * total(chat, 'messages'));
    const hands = talk('strokes: 0, chat: 0, hands: 90, speaks: 20s');
    // 90 an hour are 10 in 400 s, in each of 10 classes, for 20 pieces: 4 standard deviations of 10 hands.
    expect(Math.abs(total(hands, 'messages') / 20 - 100)).toBeLessThan(40);
    expect(total(hands, 'messages') % 20).toBe(0);
  });

  it('is a problem with a gateway that is none', () => {
    expect(() => runText(school(`${QUIET}, gateway: edge`))).toThrow('does not serve chat');
  });
});
