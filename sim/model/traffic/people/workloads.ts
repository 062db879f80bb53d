/**
 * How people chat in private, at work and in class: three sets of assumptions, each of which a scenario may change. No public
 * source has the numbers; those without another one are of reference/domain.md §4.2, from memory.
 */
import { type Choice, choiceOf, choose } from '../../../part/choice.ts';
import { partOf, registry } from '../../../part/part.ts';
import { bytes, count, duration, rate, ratio } from '../../../part/units.ts';
import type { Contacts, ContactsContext } from '../../chat/people/contacts/contacts.ts';
import { contactModels } from '../../chat/people/contacts/index.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import { each } from '../arrivals/each.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { type ConversationParams, conversationParams } from './conversations.ts';

export interface Workload {
  readonly arrivals: Choice<Arrivals>;
  readonly text: Choice<Distribution>;
  readonly size: Choice<Distribution>;
  readonly share: number;
  /** There is a room for so many people. */
  readonly peopleARoom: number;
  readonly contacts: Choice<Contacts, ContactsContext>;
  readonly conversations: ConversationParams;
}

interface Knobs {
  readonly messages: number;
  readonly active: number;
  readonly share: number;
  readonly from: number;
}

interface Habits {
  readonly day: 'social' | 'office' | 'classroom';
  readonly text: readonly [median: string, p99: string];
  readonly size: object;
  readonly peopleARoom: number;
  readonly contacts: unknown;
  readonly conversations: object;
}

/** Messages of a day are those that begin conversations and all that follows from them. */
function workloadOf({ messages, active, share, from }: Knobs, habits: Habits): Workload {
  const { day, text, size, peopleARoom, contacts } = habits;
  const conversations = conversationParams.parse(habits.conversations);
  const begun = messages * (1 - conversations.replies - conversations.follows);
  const [median, p99] = text;
  return {
    arrivals: choose(each, { rate: begun, active, day, from, local: true }),
    text: varying(bytes).parse({ lognormal: { median, p99 } }),
    size: varying(count).parse(size),
    share,
    peopleARoom,
    contacts: choiceOf(contactModels).parse(contacts),
    conversations,
  };
}

const workload = partOf<Workload>();

const knobs = (messages: string, active: string, share: string) => ({
  messages: rate().prefault(messages).describe('messages of one active person, in the mean'),
  active: ratio({ above: 0 }).prefault(active).describe('people who are active on a day'),
  share: ratio().prefault(share).describe('messages said in rooms'),
  from: duration().prefault('0h').describe('time of the day when the run begins, UTC'),
});

const social = workload({
  name: 'social',
  summary: 'are friends: 50 messages a day, most of them to one person; groups with a heavy tail',
  source:
    'assumptions: 40 to 60 messages a day, 60:40 between pairs and groups, group sizes discrete Pareto 1.6 to 2 from 3 to 500 (reference/domain.md §4.2)',
  params: knobs('50/day', '100%', '40%'),
  make: (params) =>
    workloadOf(params, {
      day: 'social',
      text: ['400B', '1kB'],
      size: { 'discrete-pareto': { min: 3, alpha: 1.8, max: 500 } },
      peopleARoom: 4,
      contacts: { 'power-law': { exponent: 2.5, least: 5 } },
      conversations: { replies: '60%', follows: '25%', think: { exponential: '30s' } },
    }),
});

const office = workload({
  name: 'office',
  summary:
    'are colleagues: 35 messages a day with peaks at 11 and 14 o’clock, most of them in rooms',
  source:
    'peaks: Slack (reference/domain.md §4.1); 20 to 50 messages a day, 30:70 between pairs and groups, texts half as long again, a tree of departments: assumptions (§4.2)',
  params: knobs('35/day', '70%', '70%'),
  make: (params) =>
    workloadOf(params, {
      day: 'office',
      text: ['800B', '2kB'],
      size: { constant: 10 },
      peopleARoom: 4,
      contacts: 'office',
      conversations: { replies: '50%', follows: '20%', think: { exponential: '60s' } },
    }),
});

const classroom = workload({
  name: 'classroom',
  summary:
    'are students: 12 messages a day in the hours of classes, nearly all of them in rooms of 20 to 300',
  source:
    'assumptions: 5 to 20 messages in class, 5:95 between pairs and groups, rooms of 20 to 300, texts of 0.6 times the length (reference/domain.md §4.2)',
  params: knobs('12/day', '95%', '95%'),
  make: (params) =>
    workloadOf(params, {
      day: 'classroom',
      text: ['300B', '800B'],
      size: { uniform: { min: 20, max: 300 } },
      peopleARoom: 50,
      contacts: { 'small-world': { contacts: 20 } },
      conversations: { replies: '60%', follows: '10%', think: { exponential: '15s' } },
    }),
});

export const workloads = registry('workload', [social, office, classroom]);
