import { formatValue } from '../format.ts';
import { figure, total } from './ask.ts';
import type { Section } from './layout.ts';

const SEPARATOR = ' · ';
/** More open requests than this part of the answered ones are worth a word. */
const MANY_OPEN = 0.01;

/** How many requests there were and how many failed. */
export const requestsSection: Section = (result, { style }) => {
  const requests = total(result, 'requests');
  if (requests === 0) return [];
  const errors = total(result, 'errors');
  const failed = `${formatValue(errors, 'count')} errors`;
  const share = errors > 0 ? ` (${figure(result, 'value', 'error_ratio')})` : '';
  const facts = [
    `requests ${formatValue(requests, 'count')}`,
    figure(result, 'rate', 'requests'),
    errors > 0 ? style.red(failed + share) : failed,
  ];
  const open = total(result, 'unanswered');
  if (open > requests * MANY_OPEN) {
    facts.push(style.yellow(`${formatValue(open, 'count')} open at the end`));
  }
  return [facts.join(SEPARATOR)];
};

/** How many messages there were and what became of them. */
export const messagesSection: Section = (result, { style }) => {
  const messages = total(result, 'messages');
  if (messages === 0) return [];
  const lost = total(result, 'undelivered');
  const what = `${formatValue(lost, 'count')} lost`;
  const share = lost > 0 ? ` (${figure(result, 'value', 'loss_ratio')})` : '';
  const facts = [
    `messages ${formatValue(messages, 'count')}`,
    `${formatValue(total(result, 'deliveries'), 'count')} deliveries`,
    lost > 0 ? style.red(what + share) : what,
  ];
  return [facts.join(SEPARATOR)];
};
