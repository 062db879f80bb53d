/** A server between gateways: has what is for a person handed to it, knows where his devices are, and hands it on. */
import { count, duration } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { nodeKind } from '../../node/node.ts';
import { RegistryNode } from './registry-node.ts';

export const routerNode = nodeKind({
  name: 'router',
  summary:
    'knows where the devices of its share of the people are, in memory, and hands on what is for them',
  source:
    'as the router and logic of goim, and Slack’s channel servers: people by consistent hashing; times are an assumption',
  serves: ['router'],
  params: {
    workers: count({ min: 1 }).prefault(8).describe('things handed on at the same time'),
    service: varying(duration, '10us').describe(
      'work on one thing that is handed on, beside its devices',
    ),
    'per-key': duration().prefault('1us').describe('work on each device of it (assumption)'),
  },
  make: ({ workers, service, 'per-key': perKey }, context) =>
    new RegistryNode(context, workers, service.make(), perKey),
});
