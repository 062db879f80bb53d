import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeCaptures } from '../../sim/cli/captures.ts';
import type { Host } from '../../sim/cli/host.ts';
import { PLAIN } from '../../sim/report/style.ts';
import { small, workshop } from './cli.ts';

const shop = workshop();
afterAll(shop.remove);
const file = shop.write('a.yaml', small());
const SPOKEN = ['--set', 'run.fidelity=protocol', '--quiet'];
const SHORT = ['--set', 'run.duration=6s', '--set', 'traffic.pages.arrivals.poisson=5rps'];

it('writes files by the ends of their names', () => {
  const words = ['a.pcapng', 'a.har', 'a.mmd', 'a.json'].flatMap((name) => ['--capture', name]);
  const { stderr } = shop.run(['run', file, ...SPOKEN, ...SHORT, ...words, '--capture-at', 'edge']);
  expect(stderr).toBe('');
  // Source: draft-ietf-opsawg-pcapng §4.1
  const packets = readFileSync(join(shop.folder, 'a.pcapng'));
  expect(packets.readUInt32BE(0)).toBe(0x0a0d0d0a);
  expect(JSON.parse(readFileSync(join(shop.folder, 'a.har'), 'utf8')).log.version).toBe('1.2');
  expect(readFileSync(join(shop.folder, 'a.mmd'), 'utf8')).toContain('sequenceDiagram\n');
  const { connections } = JSON.parse(readFileSync(join(shop.folder, 'a.json'), 'utf8'));
  expect(connections.length).toBe(1);
});

it.each([
  [[], 'a.yaml is computed: expected --set run.fidelity=protocol'],
  [
    ['--set', 'run.fidelity=live'],
    'a.yaml is run live, where the machine has the packets: expected --set run.fidelity=protocol',
  ],
  [[...SPOKEN, '--capture', 'a.txt'], 'a.txt: expected a name that ends in .pcapng or .har'],
  [[...SPOKEN, '--capture-at', 'egde'], '--capture-at: egde: expected client, server or one of'],
  [[...SPOKEN, '--capture-of', '3'], '--capture-of: 3: expected such as connection/3'],
  [[...SPOKEN, '--capture-bytes', '10'], '--capture-bytes: 10: expected bytes such as 64MiB'],
])('%j is wrong usage', (words, message) => {
  const { code, stderr } = shop.run(['run', file, '--capture', 'b.pcapng', ...words]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(shop.names()).not.toContain('b.pcapng');
});

it('says what there is where --capture-of names what is not, and ends as wrong usage does', async () => {
  const said: string[] = [];
  const err = (text: string) => void said.push(text);
  const style = { outStyle: PLAIN, errStyle: PLAIN };
  const host: Host = { out: err, err, ...style, isWatched: false, width: 100 };
  const recorded = { connections: 4, seen: 9, requests: 12, asked: 12 };
  const captured = { packets: new Uint8Array(), har: '', sequence: undefined, ...recorded };
  const path = join(shop.folder, 'c.mmd');
  const code = await writeCaptures(
    captured,
    { capture: [path], 'capture-of': 'request/99999' },
    host,
  );
  expect(code).toBe(2);
  const there = 'there are the first 4 of 9 connections and 12 requests';
  expect(said).toEqual([`${path}: not written: request/99999 was not recorded: ${there}\n`]);
  expect(shop.names()).not.toContain('c.mmd');
});
