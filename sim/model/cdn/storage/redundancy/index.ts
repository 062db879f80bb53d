import { registry } from '../../../../part/part.ts';
import { erasureCoding } from './erasure-coding.ts';
import { lrc } from './lrc.ts';
import { replication } from './replication.ts';

export const redundancies = registry('redundancy', [replication, erasureCoding, lrc]);
