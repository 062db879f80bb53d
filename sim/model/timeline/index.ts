import { registry } from '../../part/part.ts';
import { crash } from './crash.ts';
import { cut } from './cut.ts';
import { degrade } from './degrade.ts';
import { deploy } from './deploy.ts';
import { disconnect } from './disconnect.ts';
import { drain } from './drain.ts';
import { failDisk } from './fail-disk.ts';
import { flush } from './flush.ts';
import { herd } from './herd.ts';
import { migrate } from './migrate.ts';
import { overload } from './overload.ts';
import { partition } from './partition.ts';
import { purge } from './purge.ts';
import { rack } from './rack.ts';
import { ramp } from './ramp.ts';
import { reset } from './reset.ts';
import { scramble } from './scramble.ts';
import { skew } from './skew.ts';
import { slow } from './slow.ts';
import { stall } from './stall.ts';
import { vanish } from './vanish.ts';
import { weigh } from './weigh.ts';

export const timelineActions = registry('timeline action', [
  ramp,
  crash,
  failDisk,
  cut,
  degrade,
  partition,
  scramble,
  skew,
  migrate,
  drain,
  weigh,
  purge,
  slow,
  rack,
  overload,
  deploy,
  flush,
  herd,
  disconnect,
  stall,
  reset,
  vanish,
]);
