import { registry } from '../../../part/part.ts';
import { arc } from './arc.ts';
import { belady } from './belady.ts';
import { beladySize } from './belady-size.ts';
import { cacheus } from './cacheus.ts';
import { car } from './car.ts';
import { clock } from './clock.ts';
import { fifo } from './fifo.ts';
import { gdsf } from './gdsf.ts';
import { glCache } from './gl-cache.ts';
import { hyperbolic } from './hyperbolic.ts';
import { infinite } from './infinite.ts';
import { lecar } from './lecar.ts';
import { lfu } from './lfu.ts';
import { lfuDa } from './lfu-da.ts';
import { lhd } from './lhd.ts';
import { lirs } from './lirs.ts';
import { lrb } from './lrb.ts';
import { lru } from './lru.ts';
import { lruK } from './lru-k.ts';
import { lruMad } from './lru-mad.ts';
import { mru } from './mru.ts';
import { qdLp } from './qd-lp.ts';
import { random } from './random.ts';
import { randomTwo } from './random-two.ts';
import { s3Fifo } from './s3-fifo.ts';
import { sieve } from './sieve.ts';
import { size } from './size.ts';
import { slru } from './slru.ts';
import { tinyLfu } from './tiny-lfu.ts';
import { twoQ } from './two-q.ts';
import { wTinyLfu } from './w-tiny-lfu.ts';

export const evictionPolicies = registry('eviction policy', [
  lru,
  fifo,
  sieve,
  s3Fifo,
  clock,
  slru,
  twoQ,
  arc,
  car,
  lirs,
  lfu,
  lfuDa,
  lruK,
  gdsf,
  size,
  qdLp,
  tinyLfu,
  wTinyLfu,
  hyperbolic,
  lhd,
  lecar,
  cacheus,
  lruMad,
  mru,
  random,
  randomTwo,
  lrb,
  glCache,
  belady,
  beladySize,
  infinite,
]);
