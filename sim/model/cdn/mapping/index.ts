import { registry } from '../../../part/part.ts';
import { redirect } from './redirect.ts';
import { siteMappings } from './site-mappings.ts';

export const mappings = registry('request mapping', [...siteMappings.parts, redirect]);
