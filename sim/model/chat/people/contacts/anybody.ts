import { contacts } from './contacts.ts';

export const anybody = contacts({
  name: 'anybody',
  summary: 'write to anybody, all equally likely',
  source: 'definition',
  params: {},
  make: (_params, { people }) => ({ partner: (person, random) => people.other(person, random) }),
});
