import { registry } from '../../../part/part.ts';
import { commit } from './commit.ts';
import { simpleModels } from './simple.ts';

export const billingModels = registry('billing model', [...simpleModels.parts, commit]);
