/** What misses of a replay are of a trace: ratios, and estimates where a sample was replayed. */
import type { CacheRow, TraceFacts } from '../../result/cache-row.ts';
import type { Sample } from './mrc/sampling.ts';
import type { Misses } from './replay.ts';

type Figures = Pick<
  CacheRow,
  'requests' | 'misses' | 'missRatio' | 'requestBytes' | 'missBytes' | 'byteMissRatio' | 'sample'
>;

export function counted(
  { misses, missBytes }: Misses,
  facts: TraceFacts,
  unitSize: boolean,
): Figures {
  const { requests } = facts;
  const requestBytes = unitSize ? requests : facts.requestBytes;
  const [missRatio, byteMissRatio] = [misses / requests, missBytes / requestBytes];
  return { requests, misses, missRatio, requestBytes, missBytes, byteMissRatio };
}

/** What a sample says of the whole. */
export function estimated(
  { misses, missBytes }: Misses,
  facts: TraceFacts,
  unitSize: boolean,
  { rate }: Sample,
): Figures {
  const whole = counted({ misses: misses / rate, missBytes: missBytes / rate }, facts, unitSize);
  const [missRatio, byteMissRatio] = [
    Math.min(1, whole.missRatio),
    Math.min(1, whole.byteMissRatio),
  ];
  return {
    ...whole,
    misses: Math.round(missRatio * whole.requests),
    missRatio,
    missBytes: Math.round(byteMissRatio * whole.requestBytes),
    byteMissRatio,
    sample: rate,
  };
}
