import { describe, expect, it } from 'vitest';
import { figure, runText, total } from '../../../run-scenario.ts';

const CHAT = `
version: 1
title: conversations
run: { seed: 11, duration: 40m }
places: [paris]
nodes:
  people: { kind: clients, count: 200, access: none }
  gateway: { kind: gateway, service: 0ms }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    arrivals: { poisson: 2rps }
    rooms: { count: 20, size: 6, share: 30% }
timeline:
  - { at: 20m, do: ramp, traffic: talk, to: 0rps }
`;

/** What is sent within 20 minutes, and all that follows from it. */
const sent = (conversations: string): number =>
  total(runText(CHAT, [`traffic.talk.conversations=${conversations}`]), 'messages');

describe('conversations', () => {
  const begun = 2 * 1200;

  it('are a message each when nobody answers, and as without', () => {
    const alone = total(runText(CHAT), 'messages');
    expect(sent('{ replies: 0%, follows: 0% }')).toBe(alone);
    expect(Math.abs(alone - begun)).toBeLessThan(4 * Math.sqrt(begun));
  });

  it.each([
    [0.5, 0],
    [0, 0.5],
    [0.4, 0.3],
  ])('have 1 / (1 - replies - follows) messages in the mean: %f, %f', (replies, follows) => {
    const found = sent(`{ replies: ${100 * replies}%, follows: ${100 * follows}% }`);
    const m = replies + follows;
    // A branching process (Galton & Watson): the variance of the progeny is σ² / (1 - m)^3, that of a Poisson number of
    // them adds the squared mean.
    const variance = (replies * (1 - replies) + follows * (1 - follows)) / (1 - m) ** 3;
    const deviation = Math.sqrt(begun * (variance + 1 / (1 - m) ** 2));
    expect(Math.abs(found - begun / (1 - m))).toBeLessThan(4 * deviation);
  });

  it('go on when the message is on a screen, after the time to think', () => {
    const one = CHAT.replace('poisson: 2rps', 'once: { people: 1, half: 1s }').replace(
      'share: 30%',
      'share: 0%',
    );
    const set = ['{ replies: 98%, follows: 0%, think: 30s }'];
    const result = runText(one, [`traffic.talk.conversations=${set[0]}`, 'run.seed=5']);
    const messages = total(result, 'messages');
    expect(messages).toBeGreaterThan(3);
    // 40 minutes have room for 80 answers of 30 s.
    expect(messages).toBeLessThanOrEqual(81);
    expect(total(result, 'deliveries')).toBe(messages);
  });

  it('end where a message is lost', () => {
    const crash = `${CHAT}  - { at: 1m, do: crash, node: gateway/0, for: 18m, name: crash }\n`;
    const set = ['traffic.talk.conversations={ replies: 60%, follows: 0% }'];
    expect(total(runText(crash, set), 'messages')).toBeLessThan(
      0.75 * total(runText(CHAT, set), 'messages'),
    );
  });
});

describe('contacts in a chat', () => {
  it('leave a chat as it was when they are anybody', () => {
    const fingerprints = (set: string[]) =>
      runText(CHAT, ['run.duration=2m', ...set]).replications.map(({ fingerprint }) => fingerprint);
    expect(fingerprints(['traffic.talk.contacts=anybody'])).toEqual(fingerprints([]));
    expect(fingerprints(['traffic.talk.contacts=office'])).not.toEqual(fingerprints([]));
  });

  it.each(['small-world', 'power-law', 'preferential', 'office'])('may be %s', (name) => {
    const set = ['run.duration=5m', `traffic.talk.contacts=${name}`, 'timeline=[]'];
    const result = runText(CHAT, set);
    expect(total(result, 'messages')).toBeGreaterThan(500);
    expect(total(result, 'deliveries')).toBeGreaterThan(total(result, 'messages'));
    expect(total(result, 'undelivered')).toBe(0);
  });
});

describe('rooms with few writers', () => {
  it('hear them only', () => {
    const set = ['run.duration=5m', 'timeline=[]', 'traffic.talk.rooms.share=100%'];
    const channel = runText(CHAT, [
      ...set,
      'traffic.talk.rooms.count=1',
      'traffic.talk.rooms.size=150',
      'traffic.talk.rooms.writers=1',
    ]);
    expect(total(channel, 'deliveries')).toBeGreaterThan(148.9 * (total(channel, 'messages') - 1));
  });
});

describe('workloads', () => {
  const people = `${CHAT.split('timeline')[0]!.replace('arrivals: { poisson: 2rps }', 'workload: NAME')}`;

  // reference/domain.md §4.2: messages a day, times active people; groups' part of them.
  it.each([
    ['social', 50, 0.4],
    ['office', 35 * 0.7, 0.7],
    ['classroom', 12 * 0.95, 0.95],
  ] as const)('%s has its messages of a day, and its part in rooms', (name, aDay, share) => {
    const result = runText(people.replace('NAME', name), ['run.duration=24h']);
    const expected = 200 * aDay;
    // Conversations of 2.5 to 7 messages: within a tenth.
    expect(Math.abs(total(result, 'messages') / expected - 1)).toBeLessThan(0.1);
    const toRooms = total(result, 'deliveries') - total(result, 'messages') * (1 - share);
    expect(toRooms).toBeGreaterThan(2 * share * total(result, 'messages'));
    expect(figure(result, 'p50', 'delivery')).toBeLessThan(100);
  });

  it('let the scenario say what it wants to be otherwise', () => {
    const set = ['run.duration=24h', 'traffic.talk.contacts=anybody'];
    const one = { 'traffic.talk.workload': '{ social: { messages: 10/day, share: 0% } }' };
    const [[key, value]] = Object.entries(one) as [[string, string]];
    const result = runText(people.replace('NAME', 'social'), [...set, `${key}=${value}`]);
    expect(Math.abs(total(result, 'messages') / 2000 - 1)).toBeLessThan(0.15);
    expect(total(result, 'deliveries')).toBeLessThanOrEqual(total(result, 'messages'));
  });
});
