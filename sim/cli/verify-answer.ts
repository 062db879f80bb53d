/** What `twinwing verify` found, for people and for machines. */
import type { Result } from '../index.ts';
import type { Parting } from '../lab/node/first-difference.ts';

/** What the comparison found. */
export interface Answer {
  readonly same: boolean;
  /** What was run, and what it was compared with. */
  readonly names: readonly [string, string];
  readonly replications: readonly [Result['replications'], Result['replications']];
  /** The first replication that differs. */
  readonly replication?: number | undefined;
  readonly parting?: Parting | undefined;
  /** Why no event can be named. */
  readonly note?: string | undefined;
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;

export function answerText(answer: Answer): string {
  const { same, names, replications, replication, parting, note } = answer;
  const [ours, theirs] = replications;
  if (same) {
    const events = ours.reduce((sum, each) => sum + each.events, 0);
    const prints = ours.map(({ fingerprint }) => fingerprint).join(' ');
    const runs = count(ours.length, 'replication');
    return `${names[0]}: same as ${names[1]}: ${runs}, ${count(events, 'event')}\n${prints}\n`;
  }
  const lines = [`${names[0]}: different from ${names[1]}`];
  if (replication === undefined) {
    lines.push(`  ${count(ours.length, 'replication')}: expected ${theirs.length}`);
  } else {
    const event = parting === undefined ? '' : ` from event ${parting.event}`;
    lines.push(`  replication ${replication}${event}`);
    for (const [at, name] of names.entries()) {
      const { fingerprint, events } = replications[at]![replication]!;
      lines.push(`  ${name}: ${eventText(parting, at)}${count(events, 'event')}, ${fingerprint}`);
    }
  }
  if (note !== undefined) lines.push(`  ${note}`);
  return `${lines.join('\n')}\n`;
}

/** `at 61234.5 ms call arrives (17, 0); `. */
function eventText(parting: Parting | undefined, side: number): string {
  if (parting === undefined) return '';
  const event = parting.events[side];
  if (event === undefined) return 'has ended; ';
  return `at ${event.timeMs} ms ${event.name} (${event.a}, ${event.b}); `;
}

export function answerJson({
  same,
  names,
  replications,
  replication,
  parting,
  note,
}: Answer): string {
  const sides = names.map((name, at) => ({
    name,
    replications: replications[at]!.map(({ events, fingerprint }) => ({ events, fingerprint })),
    event: parting?.events[at],
  }));
  return `${JSON.stringify({ same, replication, event: parting?.event, note, sides }, undefined, 2)}\n`;
}
