import { registry } from '../../../part/part.ts';
import { always } from './always.ts';

export const admissionPolicies = registry('admission policy', [always]);
