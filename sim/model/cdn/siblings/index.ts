import { registry } from '../../../part/part.ts';
import { digest } from './digest.ts';
import { icp } from './icp.ts';

export const siblingSearches = registry('sibling search', [icp, digest]);
