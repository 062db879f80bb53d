/** Reads `timeline`: load changes, faults and operator actions. */
import { timelineParams } from './grammar.ts';
import { type InlineEntry, readInline } from './inline.ts';
import type { Names } from './names.ts';
import { itemsOf, type Reading } from './reading.ts';
import type { TimelineEntry } from './scenario.ts';

export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  /** Names that `during` may have; undefined when not all of them could be read. */
  readonly phases: readonly string[] | undefined;
}

export function readTimeline(reading: Reading, names: Names): Timeline {
  const items = itemsOf(reading, 'timeline').map((raw, index) =>
    readItem(reading, names, ['timeline', index], raw),
  );
  const entries = items.flatMap(({ entry }) => entry ?? []);
  const phases = items.flatMap(({ name }) => name ?? []);
  return { entries, phases: phases.length === items.length ? phases : undefined };
}

interface Item {
  readonly name?: string;
  readonly entry?: TimelineEntry;
}

function readItem(
  { kinds, findings }: Reading,
  names: Names,
  path: readonly [string, number],
  raw: unknown,
): Item {
  const form = { registry: kinds.actions, discriminator: 'do', common: timelineParams };
  const item = readInline(findings, form, path, raw);
  if (item === undefined) return {};
  names.check(path, item.references);
  const { choice, common } = item;
  const name = common.name ?? defaultName(item);
  if (name === undefined) return {};
  if (choice === undefined || common.at === undefined) return { name };
  return { name, entry: { atMs: common.at, name, action: choice } };
}

/** What it does to what: `crash shield/0`. */
function defaultName({
  part,
  choice,
  references,
}: InlineEntry<unknown, never, unknown>): string | undefined {
  const subject = references[0]?.name;
  if (part === undefined || (subject === undefined && choice === undefined)) return undefined;
  return subject === undefined ? part.name : `${part.name} ${subject}`;
}
