import { registry } from '../../../part/part.ts';
import { association } from './association.ts';
import { next } from './next.ts';
import { nextSegment } from './next-segment.ts';
import { none } from './none.ts';

export const prefetchers = registry('prefetcher', [none, next, nextSegment, association]);
