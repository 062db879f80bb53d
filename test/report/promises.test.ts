/** What the terminal says of promises that chats kept or broke. */
import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../sim/report/style.ts';
import { brokenPromiseLines, summary } from '../../sim/report/terminal.ts';
import type { LedgerData } from '../../sim/result/ledger.ts';
import type { Result } from '../../sim/result/result.ts';
import { replication, SAMPLE } from './sample-result.ts';

const KEPT: LedgerData = {
  traffic: 'talk',
  promises: ['duplicate', 'fifo'],
  sent: 10,
  acked: 10,
  rejected: 0,
  owed: 10,
  shown: 10,
  expired: 0,
  dropped: 0,
  withdrawn: 0,
  outstanding: 0,
  broken: {},
  violations: [],
};

const BROKEN: LedgerData = {
  ...KEPT,
  broken: { duplicate: 2, fifo: 1 },
  violations: [
    {
      invariant: 'duplicate',
      message: 12,
      sender: 7,
      devices: [9],
      conversation: 3,
      atMs: 1200,
      event: 8121,
      text: 'shown twice',
    },
    {
      invariant: 'fifo',
      message: 13,
      other: 14,
      sender: 7,
      devices: [9],
      conversation: -1,
      atMs: 1300,
      event: 8200,
      text: 'shown after a later one of the same sender',
    },
  ],
};

const withLedgers = (...ledgers: readonly LedgerData[]): Result => {
  const replications = ledgers.map((one, at) => ({ ...replication(at), ledgers: [one] }));
  return { ...SAMPLE, replications };
};

const options = {
  style: PLAIN,
  width: 100,
  file: 'a.yaml',
  replay: 'twinwing run a.yaml',
  follow: () => 'twinwing trace message a.yaml',
};

describe('promises in the summary', () => {
  it('are named when they were kept, and take no line when there are none', () => {
    expect(summary(withLedgers(KEPT), options)).toContain(
      '\ntalk kept its promises: duplicate, fifo\n',
    );
    expect(summary(SAMPLE, options)).not.toContain('promises');
  });

  it('are named one by one when they were broken, each with its first message', () => {
    expect(brokenPromiseLines(withLedgers(KEPT, BROKEN), options)).toEqual([
      '✗ talk: duplicate, broken 2 times: no device shows a message twice',
      '    message 12 of person 7 in conversation 3 at device 9 after 1.2s, event 8121 of replication 1: shown twice',
      '    see its way: twinwing trace message a.yaml',
      '✗ talk: fifo, broken once: messages of one device in one conversation are shown in the order of sending',
      '    message 13 of person 7 at device 9 after 1.3s, event 8200 of replication 1: shown after a later one of the same sender: message 14',
      '    see its way: twinwing trace message a.yaml',
    ]);
  });
});
