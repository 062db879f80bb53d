/** Kinds that nobody means to say: servers keep none of them but broadcasts. */
import { count, duration, rate } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';
import { FOREVER_MS, messageKind } from '../kind.ts';
import { envelope } from './params.ts';

export const typing = messageKind({
  name: 'typing',
  summary: 'says that somebody types, each few seconds before a text is sent; nobody keeps it',
  source: 'one per 3 to 5 s while typing: reference/domain.md §4.2, from memory',
  params: {
    every: duration({ above: 0 }).prefault('4s').describe('between two of them'),
    lasts: varying(duration)
      .prefault({ lognormal: { median: '8s', p99: '60s' } })
      .describe('how long a text is typed (assumption)'),
    size: envelope('who and where', '120B'),
  },
  main: 'every',
  make: ({ every, lasts, size }) => ({
    occasion: { when: 'typing', everyMs: every, lasts: lasts.make() },
    bytes: size.make(),
    isKept: false,
    ttlMs: 2 * every,
  }),
});

export const presence = messageKind({
  name: 'presence',
  summary: 'tells contacts that a device has come or gone; nobody keeps it',
  source:
    '10 to 40 changes a user and day, to contacts online: reference/domain.md §4.2, from memory',
  params: {
    rate: rate({ above: 0 }).prefault('20/day').describe('changes of one device'),
    contacts: count({ min: 1 })
      .prefault(20)
      .describe('contacts who are online, any people, the same for the whole run (assumption)'),
    size: envelope('who, and which state', '120B'),
  },
  main: 'rate',
  make: ({ rate: perSecond, contacts, size }) => ({
    occasion: { when: 'by itself', perSecond, contacts },
    bytes: size.make(),
    isKept: false,
    ttlMs: 60_000,
  }),
});

export const broadcast = messageKind({
  name: 'broadcast',
  summary: 'is what a server tells everybody, such as a warning or an advertisement',
  source: 'definition; when and how large are assumptions',
  params: {
    at: duration().prefault('0s').describe('when the first is sent'),
    every: duration({ above: 0 }).optional().describe('time to the next; default: there is one'),
    size: envelope('a card with a link', '600B'),
  },
  main: 'at',
  make: ({ at, every, size }) => ({
    occasion: { when: 'by a server', firstMs: at, everyMs: every ?? FOREVER_MS },
    bytes: size.make(),
    isKept: true,
    ttlMs: FOREVER_MS,
  }),
});
