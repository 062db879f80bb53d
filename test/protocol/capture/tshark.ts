/** Spoken runs that are captured, and what tshark says of it. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import type { ProtocolAnswer } from '../../../sim/protocol/job.ts';
import { workshop } from '../../cli/cli.ts';
import { spoken } from '../spoken-scenario.ts';

const bench = workshop();
afterAll(bench.remove);

const ALL = 2 ** 26;

/** @param of what the sequence is of. */
export const captured = (
  text: string,
  point = 'client',
  mostBytes = ALL,
  of?: string,
): Promise<ProtocolAnswer> => spoken(text, 'ticks', { point, mostBytes, of });

/** What tshark says of a capture, line by line. */
export function tshark({ captured }: ProtocolAnswer, ...words: string[]): string[] {
  const file = join(bench.folder, 'a.pcapng');
  writeFileSync(file, captured!.packets);
  // Without it Wireshark 4.0 takes some packets that are sent again for overlaps.
  const order = ['-o', 'tcp.reassemble_out_of_order:TRUE'];
  const sums = ['tcp', 'udp', 'ip'].flatMap((each) => ['-o', `${each}.check_checksum:TRUE`]);
  const { stdout, status, stderr } = spawnSync(
    'tshark',
    ['-r', file, ...order, ...sums, ...words],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  expect({ status, stderr: stderr.replace(/^Running as user.*\n/, '') }).toEqual({
    status: 0,
    stderr: '',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

export const of = (answer: ProtocolAnswer, filter: string, ...words: string[]): number =>
  tshark(answer, ...words, '-Y', filter).length;

export const SUSPICIOUS = [
  '_ws.malformed',
  'tcp.checksum.status == 0',
  'udp.checksum.status == 0',
  'ip.checksum.status == 0',
  'tcp.analysis.flags',
  '_ws.expert.severity >= 8388608',
];
