import { registry } from '../../../part/part.ts';
import { fifo } from './fifo.ts';
import { lru } from './lru.ts';
import { s3Fifo } from './s3-fifo.ts';
import { sieve } from './sieve.ts';

export const evictionPolicies = registry('eviction policy', [lru, fifo, sieve, s3Fifo]);
