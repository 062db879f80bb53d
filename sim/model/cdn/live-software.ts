/** Real servers that may stand for a node when a scenario runs live; other fidelities do not look at it. */
import { z } from 'zod';

/** `node`: ours, of node:http, which protocol runs too. */
export const LIVE_CACHES = [
  'node',
  'nginx',
  'varnish',
  'haproxy',
  'trafficserver',
  'squid',
] as const;
export const LIVE_BALANCERS = ['node', 'nginx', 'haproxy'] as const;

export type LiveSoftware = (typeof LIVE_CACHES)[number];

const TEXT = 'server that does its work when run live; node is our own';

export const liveCache = z.enum(LIVE_CACHES).default('node').describe(TEXT);
export const liveBalancer = z.enum(LIVE_BALANCERS).default('node').describe(TEXT);
