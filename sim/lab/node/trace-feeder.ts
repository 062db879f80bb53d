import { resolve } from 'node:path';
import type { Scenario } from '../../scenario/scenario.ts';
import { TraceFeeder } from '../trace-feeder.ts';
import { openTrace } from './trace-file.ts';

/** Fills the trace feeds of a run from files. @param folder that their names are relative to. */
export const feederFrom = (scenario: Scenario, folder: string): TraceFeeder =>
  new TraceFeeder(scenario, (file, options) => openTrace(resolve(folder, file), options));
