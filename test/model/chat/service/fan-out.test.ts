import { describe, expect, it } from 'vitest';
import { brokenPromises } from '../../../../sim/index.ts';
import { fanOuts } from '../../../../sim/model/chat/service/fan-out/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { runText, total } from '../../../run-scenario.ts';

const POLL_S = 20;
const SECONDS = 200;
const SERVICE_MS = 0.5;

/** Groups of one size, whose members say something every 200 s each and look every 20 s: r = 10. */
const groups = (size: number, fanOut: string) => `
version: 1
title: groups
run: { seed: 5, duration: ${SECONDS}s }
places: [paris]
nodes:
  people: { kind: clients, count: 200, access: none }
  gateway: { kind: gateway, workers: 1000 }
  store: { kind: mailbox, write: ${SERVICE_MS}ms, read: ${SERVICE_MS}ms, per-entry: 0ms, workers: 1000 }
traffic:
  talk:
    kind: chat
    from: people
    to: gateway
    mailbox: store
    arrivals: { steady: ${600 / SECONDS}rps }
    rooms: { count: ${Math.round(600 / size)}, size: ${size}, share: 100% }
    receipts: { tell: nothing }
    fan-out: ${fanOut}
`;

const workOf = (size: number, fanOut: string) => total(runText(groups(size, fanOut)), 'store_work');

describe('what mailboxes do for groups', () => {
  // Reference page §4.3: on write n rows a message, on read 1 row and n polls.
  it.each([4, 11, 30])(
    'is n rows a message on write, or one and the polls on read, for n = %i',
    (size) => {
      const messages = 600;
      const seats = Math.round(600 / size) * size;
      const onWrite = workOf(size, 'on-write');
      expect(onWrite).toBeGreaterThan(messages * size * SERVICE_MS * 0.99);
      expect(onWrite).toBeLessThanOrEqual(messages * size * SERVICE_MS);
      const polls = (seats * SECONDS) / POLL_S;
      const onRead = workOf(size, `{ on-read: { poll: ${POLL_S}s } }`);
      // Devices begin to poll at times spread over the first interval; one poll of each may be under way.
      expect(Math.abs(onRead - (messages + polls) * SERVICE_MS)).toBeLessThan(seats * SERVICE_MS);
    },
  );

  it('crosses at n* = 1 + r · c_read / c_write members', () => {
    // 600 messages in 200 s by 600 seats: one each; ten polls each. So r = 10 and n* = 11.
    const more = (size: number) =>
      workOf(size, 'on-write') - workOf(size, `{ on-read: { poll: ${POLL_S}s } }`);
    expect(more(8)).toBeLessThan(0);
    expect(more(15)).toBeGreaterThan(0);
  });

  it('is with a threshold at the crossing what the cheaper one is', () => {
    const hybrid = `{ hybrid: { threshold: 11, poll: ${POLL_S}s } }`;
    expect(workOf(4, hybrid)).toBe(workOf(4, 'on-write'));
    expect(workOf(30, hybrid)).toBe(workOf(30, `{ on-read: { poll: ${POLL_S}s } }`));
  });
});

describe.each(fanOuts.parts)('chat fan-out $name', (part) => {
  const made = choose(part, part.params.parse({})).make();

  it('keeps small conversations in inboxes when it keeps larger ones there', () => {
    let before = true;
    for (let members = 2; members < 100_000; members *= 3) {
      const now = made.writesInboxes(members);
      expect(before || !now).toBe(true);
      before = now;
    }
  });

  it('shows each message to all others in its group, and breaks no promise', () => {
    const text = groups(10, part.name);
    const result = runText(
      `${text}timeline:\n  - { at: 100s, do: ramp, traffic: talk, to: 0rps }\n`,
    );
    const sent = total(result, 'messages');
    expect(sent).toBeGreaterThan(250);
    expect(total(result, 'deliveries')).toBe(9 * sent);
    expect(brokenPromises(result)).toEqual([]);
    expect(total(result, 'store_writes')).toBeGreaterThanOrEqual(sent);
  });

  it('is the same with the same seed', () => {
    const fingerprint = () => runText(groups(10, part.name)).replications[0]!.fingerprint;
    expect(fingerprint()).toBe(fingerprint());
  });
});
