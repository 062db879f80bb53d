import { registry } from '../../part/part.ts';
import { crash } from './crash.ts';
import { purge } from './purge.ts';
import { ramp } from './ramp.ts';

export const timelineActions = registry('timeline action', [ramp, crash, purge]);
