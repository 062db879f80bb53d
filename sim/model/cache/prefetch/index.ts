import { registry } from '../../../part/part.ts';
import { none } from './none.ts';

export const prefetchers = registry('prefetcher', [none]);
