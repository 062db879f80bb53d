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
const web = shop.write('web.yaml', small());

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
