/** JSON Schema of scenario files, written from the same schemas that check them. */
import { z } from 'zod';
import { priceParams } from '../model/cost/settings.ts';
import { type EditorSchema, editorSchema } from '../part/editor-schema.ts';
import type { Registry } from '../part/part.ts';
import {
  GRAMMAR_VERSION,
  type Kinds,
  nodeParams,
  placeParams,
  runParams,
  timelineParams,
  trafficParams,
} from './grammar.ts';
import type { InlineForm } from './inline.ts';
import { withDefinitions } from './shared-schemas.ts';

const NAME_KEYS = { pattern: '^\\p{L}[\\p{L}\\p{N}_-]*$' };
const LINK_KEYS = { pattern: '^\\S+ +-> +\\S+$' };

/** @returns JSON Schema, draft 2020-12, of what `read` takes. */
export function scenarioSchema(kinds: Kinds): object {
  const { nodes, traffic, actions } = kinds;
  const node = entrySchema({ registry: nodes, discriminator: 'kind', common: nodeParams });
  const flow = entrySchema({ registry: traffic, discriminator: 'kind', common: trafficParams });
  const action = entrySchema({ registry: actions, discriminator: 'do', common: timelineParams });
  return withDefinitions({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Twinwing scenario, version ${GRAMMAR_VERSION}`,
    description: 'Nodes, people and faults, for simulation and for tests',
    type: 'object',
    properties: {
      version: { const: GRAMMAR_VERSION, description: 'version of the grammar' },
      title: { type: ['string', 'number'], description: 'what the scenario is about' },
      extends: { ...textOrList, description: 'files that this one builds on; this one wins' },
      run: { ...editorSchema(runParams), description: 'seed, length and repetitions' },
      places: placesSchema(kinds),
      nodes: mapOf(node, NAME_KEYS, 'groups of nodes, by name'),
      network: {
        ...editorSchema(kinds.networkParams),
        description: 'delays between places, where no link says otherwise',
      },
      links: linksSchema(kinds),
      traffic: mapOf(flow, NAME_KEYS, 'who asks whom for what, by name'),
      timeline: list(action, 'load changes, faults and operator actions'),
      price: { ...editorSchema(priceParams), description: 'what it costs, and what it emits' },
      assert: list({ type: 'string' }, 'what a run has to show: p99(latency) < 200ms'),
    },
    required: ['version'],
    additionalProperties: false,
  });
}

const textOrList: EditorSchema = {
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
};

const list = (items: EditorSchema, description: string): EditorSchema => ({
  type: ['array', 'null'],
  items,
  description,
});

const mapOf = (entry: EditorSchema, keys: object, description: string): EditorSchema => ({
  type: ['object', 'null'],
  propertyNames: keys,
  additionalProperties: entry,
  description,
});

function placesSchema({ placeNames }: Kinds): EditorSchema {
  const city = { type: 'string', enum: [...placeNames], description: 'a known city' };
  const own = { ...editorSchema(placeParams), description: 'a place of your own' };
  return list({ anyOf: [city, own] }, 'where nodes and people are');
}

function linksSchema({ linkParams }: Kinds): EditorSchema {
  const link = editorSchema(linkParams);
  return mapOf(link, LINK_KEYS, 'only what differs from the network: "edge -> shield"');
}

/** One branch for each part, told apart by its name: editors complete the keys of that part. */
function entrySchema<Made, Context>(
  form: InlineForm<Made, Context, z.ZodRawShape>,
): EditorSchema & { oneOf: EditorSchema[] } {
  const { registry, discriminator, common } = form;
  return {
    type: 'object',
    required: [discriminator],
    oneOf: (registry as Registry<Made, Context>).parts.map((part) => {
      const schema = editorSchema(z.strictObject({ ...common, ...part.params.shape }));
      const description = `${part.name}: ${part.summary}`;
      return {
        ...schema,
        description,
        properties: { [discriminator]: { const: part.name, description }, ...schema.properties },
        required: [discriminator, ...((schema.required as string[] | undefined) ?? [])],
      };
    }),
  };
}
