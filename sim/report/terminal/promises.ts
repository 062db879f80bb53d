/** Whether chats kept what they promise, and how to see the first message for which they did not. */
import {
  type BrokenPromise,
  brokenPromises,
  INVARIANT_TEXTS,
  INVARIANTS,
  type Invariant,
} from '../../result/ledger.ts';
import type { Result } from '../../result/result.ts';
import { formatSpan, formatValue } from '../format.ts';
import { type Section, type SummaryOptions, under } from './layout.ts';

interface Kept {
  readonly traffic: string;
  readonly promises: readonly Invariant[];
  /** How often each was broken, over all replications. */
  readonly broken: ReadonlyMap<Invariant, number>;
}

/** What each chat promises and what it broke. */
function chats({ replications }: Result): Kept[] {
  const found = new Map<
    string,
    { promises: readonly Invariant[]; broken: Map<Invariant, number> }
  >();
  for (const { traffic, promises, broken } of replications.flatMap((one) => one.ledgers ?? [])) {
    const chat = found.get(traffic) ?? { promises, broken: new Map<Invariant, number>() };
    found.set(traffic, chat);
    for (const invariant of INVARIANTS) {
      const times = broken[invariant] ?? 0;
      if (times > 0) chat.broken.set(invariant, (chat.broken.get(invariant) ?? 0) + times);
    }
  }
  return [...found].map(([traffic, chat]) => ({ traffic, ...chat }));
}

/** Who, where and when: `message 12 of person 7, at device 9, 1.2s, event 8121 of replication 0: shown twice`. */
export function sentence({ replication, violation }: BrokenPromise): string {
  const { message, other, sender, devices, conversation, atMs, event, text } = violation;
  const facts = [
    message < 0 ? '' : `message ${message}`,
    sender < 0 ? '' : `of person ${sender}`,
    conversation < 0 ? '' : `in conversation ${conversation}`,
    devices.length === 0 ? '' : `at device ${devices.join(', ')}`,
    `after ${formatSpan(atMs)}, event ${event} of replication ${replication}`,
  ];
  const also = other === undefined ? '' : `: message ${other}`;
  return `${facts.filter((fact) => fact !== '').join(' ')}: ${text}${also}`;
}

function brokenLines(
  { traffic, broken }: Kept,
  result: Result,
  { style, follow }: Pick<SummaryOptions, 'style' | 'follow'>,
): string[] {
  const all = brokenPromises(result).filter((one) => one.traffic === traffic);
  return [...broken].flatMap(([invariant, times]) => {
    const first = all.find(({ violation }) => violation.invariant === invariant);
    const count = times === 1 ? 'once' : `${formatValue(times, 'count')} times`;
    const head = `${style.red('✗')} ${traffic}: ${invariant}, broken ${count}: ${INVARIANT_TEXTS[invariant]}`;
    if (first === undefined) return [head];
    const see = first.violation.message < 0 ? undefined : follow?.(first);
    const lines = [head, style.dim(under(under(sentence(first))))];
    return see === undefined ? lines : [...lines, style.dim(under(under(`see its way: ${see}`)))];
  });
}

/** One line for each invariant that was broken, with the first message for which it was. */
export const brokenPromiseLines = (
  result: Result,
  options: Pick<SummaryOptions, 'style' | 'follow'>,
): string[] => chats(result).flatMap((chat) => brokenLines(chat, result, options));

export const promisesSection: Section = (result, options) =>
  chats(result).flatMap((chat) => {
    const { traffic, promises, broken } = chat;
    if (broken.size > 0) return brokenLines(chat, result, options);
    return [options.style.dim(`${traffic} kept its promises: ${promises.join(', ')}`)];
  });
