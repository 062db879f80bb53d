/** How people of a chat behave: as a workload has it, or as the scenario says. */
import { type Choice, choiceOf, choose } from '../../../part/choice.ts';
import { anybody } from '../../chat/people/contacts/anybody.ts';
import type { Contacts, ContactsContext } from '../../chat/people/contacts/contacts.ts';
import { contactModels } from '../../chat/people/contacts/index.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { each } from '../arrivals/each.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { type ConversationParams, conversationParams } from './conversations.ts';
import { type Workload, workloads } from './workloads.ts';

export const habitParams = {
  arrivals: choiceOf(arrivalProcesses)
    .optional()
    .describe(
      'how messages follow each other, or conversations where there are any; default: as the workload has it, else 50 a day of each device',
    ),
  workload: choiceOf(workloads)
    .optional()
    .describe(
      'social, office or classroom: takes the place of rooms and text, and of arrivals, contacts and conversations where these are not given; default: none',
    ),
  contacts: choiceOf(contactModels)
    .optional()
    .describe('whom people write to and have rooms with; default: anybody'),
  conversations: conversationParams
    .optional()
    .describe('answers to messages, after a time to think; default: none'),
};

interface Given {
  readonly arrivals?: Choice<Arrivals> | undefined;
  readonly workload?: Choice<Workload> | undefined;
  readonly contacts?: Choice<Contacts, ContactsContext> | undefined;
  readonly conversations?: ConversationParams | undefined;
  readonly rooms: { count: number; size: Choice<Distribution>; share: number };
  readonly text: Choice<Distribution>;
}

export function habitsOf(given: Given, people: number) {
  const workload = given.workload?.make();
  const rooms = workload && {
    count: Math.max(1, Math.round(people / workload.peopleARoom)),
    size: workload.size,
    share: workload.share,
  };
  return {
    arrivals: given.arrivals ?? workload?.arrivals ?? choose(each, each.params.parse({})),
    contacts: given.contacts ?? workload?.contacts ?? choose(anybody, {}),
    conversations: given.conversations ?? workload?.conversations,
    rooms: rooms ?? given.rooms,
    text: workload?.text ?? given.text,
  };
}
