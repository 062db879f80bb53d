import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { describeInEditors } from '../../../part/editor-schema.ts';
import { billingModels } from '../billing/index.ts';
import { CURRENCIES } from '../money.ts';
import { type Charge, type Item, priceList } from './list.ts';

const ITEMS: readonly Exclude<Item, 'fill'>[] = [
  'traffic',
  'requests',
  'servers',
  'storage',
  'fee',
];

const billing = choiceOf(billingModels);

/** Parameters of billing models are told where these are explained: five times in full is too long for editors. */
const brief = () => ({
  anyOf: billingModels.parts.flatMap(({ name, summary }) => {
    const description = `${name}: ${summary}`;
    const map = { type: 'object', properties: { [name]: { description } }, required: [name] };
    return [
      { const: name, description },
      { ...map, description },
    ];
  }),
});

/** A schema of its own for each use. */
const model = (what: string) =>
  describeInEditors(z.unknown().pipe(billing), brief).optional().describe(what);

export const own = priceList({
  name: 'own',
  summary: 'prices of your own, each charged as a billing model says',
  source: 'a contract that you have, or think of',
  provider: 'you',
  date: 'any',
  isVerified: true,
  params: {
    currency: z.enum(CURRENCIES).default('USD').describe('of all prices in it'),
    traffic: model('what nodes send'),
    requests: model('what they answer'),
    servers: model('that they are there'),
    storage: model('what they keep'),
    fee: model('what is paid anyway'),
  },
  currencyOf: ({ currency }) => currency,
  charges: (params) =>
    ITEMS.flatMap((item): Charge[] => {
      const choice = params[item];
      return choice === undefined ? [] : [{ item, model: () => choice.make() }];
    }),
});
