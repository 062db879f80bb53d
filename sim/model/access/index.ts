import { registry } from '../../part/part.ts';
import { embb5g } from './embb.ts';
import { fibre } from './fibre.ts';
import { nbIot } from './nb-iot.ts';
import { none } from './none.ts';

export const accessProfiles = registry('access profile', [fibre, embb5g, nbIot, none]);
