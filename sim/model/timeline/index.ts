import { registry } from '../../part/part.ts';
import { crash } from './crash.ts';
import { cut } from './cut.ts';
import { degrade } from './degrade.ts';
import { drain } from './drain.ts';
import { failDisk } from './fail-disk.ts';
import { migrate } from './migrate.ts';
import { partition } from './partition.ts';
import { purge } from './purge.ts';
import { ramp } from './ramp.ts';
import { weigh } from './weigh.ts';

export const timelineActions = registry('timeline action', [
  ramp,
  crash,
  failDisk,
  cut,
  degrade,
  partition,
  migrate,
  drain,
  weigh,
  purge,
]);
