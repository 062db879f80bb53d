import { afterAll, describe, expect, it } from 'vitest';
import { STACK, small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);

const chat = shop.write(
  'chat.yaml',
  `version: 1
title: Two who talk
run: { seed: 3, duration: 20s, warmup: 0s, replications: 2 }
places: [london]
nodes:
  phones: { kind: clients, count: 2, access: none }
  gateway: { kind: gateway }
traffic:
  talk: { kind: chat, from: phones, to: gateway, arrivals: { poisson: 1rps }, rooms: { count: 1, share: 0% } }
`,
);
const wrong = shop.write(
  'wrong.yaml',
  `version: 1
title: Written twice
run: { seed: 5, duration: 30s }
places: [london]
nodes:
  phones: { kind: clients, count: 12, access: none }
  gateway: { kind: gateway, count: 2, service: 1ms }
  store: { kind: mailbox, count: 1, write: 5ms }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: 20rps }
    rooms: { count: 2, size: 4 }
    broken: no-dedupe
timeline:
  - { at: 5s, do: scramble, between: [gateway, store], duplicate: 20%, reorder: 50%, by: 300ms, for: 10s }
`,
);
const web = shop.write('web.yaml', small());

describe('a chat that breaks a promise', () => {
  const found = shop.run(['run', wrong]);

  it('ends the run with 1, and names the promise, the message and how to see it', () => {
    expect({ code: found.code, stderr: found.stderr }).toEqual({ code: 1, stderr: '' });
    expect(found.stdout).toMatch(
      /✗ talk: duplicate, broken \d+ times: no device shows a message twice/,
    );
    expect(found.stdout).toMatch(
      /message \d+ of person \d+ in conversation \d+ at device \d+ after [\d.]+s, event \d+ of replication 0: shown twice/,
    );
    const quiet = shop.run(['run', wrong, '--quiet']);
    expect(quiet.code).toBe(1);
    expect(quiet.stdout).toContain('✗ talk: duplicate, broken');
  });

  it('is played again by the command that it prints, which shows the way of the message', () => {
    const words = /see its way: twinwing (.*)$/m.exec(found.stdout)![1]!.split(' ');
    expect(words.slice(0, 3)).toEqual(['trace', 'message', 'wrong.yaml']);
    const { code, stdout } = shop.run(words);
    expect(code).toBe(0);
    const steps = ['sent in conversation', 'gateway/', 'at its mailbox', 'kept as number', 'shown'];
    for (const step of steps) expect(stdout).toContain(step);
    expect(stdout.match(/kept as number/g)!.length).toBeGreaterThan(1);
    expect(stdout).toContain('broken promise: duplicate: shown twice');
  });
});

describe('twinwing trace message', () => {
  it('shows who sent a message, where it went and who saw it', () => {
    const { code, stdout, stderr } = shop.run(['trace', 'message', chat, '--message', '2']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [title, heading, ...steps] = stdout.trimEnd().split('\n');
    expect(title).toBe('message 2 of talk · seed 3 · replication 0');
    expect(heading).toMatch(/time +since +event +what +where/);
    const what = ['sent to person', 'arrives', 'handed out', 'shown'];
    for (const [at, word] of what.entries()) expect(steps[at]).toContain(word);
    expect(steps).toHaveLength(what.length);
    expect(steps[1]).toMatch(/ gateway\/0$/);
  });

  it('follows the same message in another replication, and as JSON', () => {
    const words = ['trace', 'message', chat, '--message', '2', '--replication', '1', '--json'];
    const { code, stdout } = shop.run(words);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ traffic: 'talk', message: 2, replication: 1, broken: [] });
    expect(found.steps.at(-1).what).toBe('shown');
  });

  it.each([
    [['--message', '9999'], '--message: 9999: talk has none of this number'],
    [['--message', 'x'], '--message: x: expected a number such as 12'],
    [[], '--message is missing: expected the serial number of a message'],
    [['--message', '1', '--traffic', 'tlak'], '--traffic: tlak: expected talk'],
  ])('refuses %j with a sentence', (words, sentence) => {
    const { code, stderr } = shop.run(['trace', 'message', chat, ...words]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(STACK);
  });

  it('refuses a scenario that sends no messages', () => {
    const { code, stderr } = shop.run(['trace', 'message', web, '--message', '1']);
    expect(code).toBe(2);
    expect(stderr).toContain('expected a scenario with messages');
  });
});
