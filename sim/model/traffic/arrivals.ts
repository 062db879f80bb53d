/** How requests follow each other at a given load, or who comes when. */
import { registry } from '../../part/part.ts';
import { bursts } from './arrivals/bursts.ts';
import { closed } from './arrivals/closed.ts';
import { diurnal } from './arrivals/diurnal.ts';
import { each } from './arrivals/each.ts';
import { flash } from './arrivals/flash.ts';
import { midnight } from './arrivals/midnight.ts';
import { mmpp } from './arrivals/mmpp.ts';
import { once } from './arrivals/once.ts';
import { poisson, steady } from './arrivals/poisson.ts';
import { replay } from './arrivals/replay.ts';

export type { Arrivals } from './arrivals/process.ts';

export const arrivalProcesses = registry('arrival process', [
  poisson,
  steady,
  bursts,
  mmpp,
  diurnal,
  each,
  flash,
  midnight,
  closed,
  once,
  replay,
]);
