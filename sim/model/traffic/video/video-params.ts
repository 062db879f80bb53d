/** What video on demand and live streams have in common in a scenario. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { bytes, count, duration, ratio } from '../../../part/units.ts';
import { varying } from '../../distribution/distribution.ts';
import { httpParams } from '../http-params.ts';
import { abrRules } from './abr/index.ts';
import type { AbrRule } from './abr/rule.ts';
import { ladders } from './ladder.ts';
import { leavingParams } from './patience.ts';
import type { PlayerSettings } from './players.ts';
import { segmentSizes } from './segment-sizes.ts';

const playerParams = z.strictObject({
  rule: choiceOf(abrRules, 'throughput').describe('how it chooses the rendition of each segment'),
  start: duration()
    .prefault('0s')
    .describe('media before the first picture; less than a segment: one segment, as hls.js'),
  resume: duration().prefault('0s').describe('media before it goes on after a stall; as start'),
  buffer: duration({ above: 0 })
    .prefault('30s')
    .describe('above so much media it asks for nothing: maxBufferLength of hls.js, 30 s'),
  tick: duration({ above: 0 })
    .prefault('100ms')
    .describe('a full player looks again after this: hls.js 100 ms, dash.js and Pensieve 500 ms'),
  'first-level': count({ max: 29 })
    .optional()
    .describe('rendition of the first segment, 0 the lowest; default: as the rule says'),
  retries: count({ max: 100 }).prefault(3).describe('tries again of what failed: dash.js 5, 3'),
  'retry-after': duration().prefault('1s').describe('wait before each: dash.js 5, 1 s'),
  'catch-up': ratio()
    .prefault('0%')
    .describe(
      'how much faster it plays when it is behind in a live stream: hls.js does not, dash.js up to 50 %',
    ),
});

export type PlayerParams = z.output<typeof playerParams>;

export const videoParams = {
  ladder: choiceOf(ladders, 'pensieve').describe('the renditions'),
  sizes: choiceOf(segmentSizes, 'vbr').describe('bytes of a segment'),
  player: playerParams.prefault({ rule: 'throughput' }).describe('the player'),
  watch: varying(duration)
    .optional()
    .describe('how long somebody watches at the most; default: to the end'),
  leaves: leavingParams
    .optional()
    .describe('viewers who leave because nothing is seen; default: they wait for ever'),
  playlist: bytes({ above: 0 })
    .prefault('4kB')
    .describe('bytes of a playlist or manifest; 4 kB is an assumption'),
  ...httpParams,
};

export type VideoParams = z.output<z.ZodObject<typeof videoParams>>;

/** Whether players may call requests back: by a rule that sees how far they are, or when viewers leave. */
export const callsBack = (rule: AbrRule | undefined, { transport, leaves }: VideoParams): boolean =>
  leaves !== undefined || (rule?.abandons !== undefined && transport.make().flow !== undefined);

/** @param targetMs how far behind a live stream the player wants to be; on demand 0. */
export function playerSettings(player: PlayerParams, targetMs: number): PlayerSettings {
  return {
    startMs: player.start,
    resumeMs: player.resume,
    bufferMs: player.buffer,
    tickMs: player.tick,
    firstLevel: player['first-level'],
    catchUp: player['catch-up'],
    targetMs,
  };
}
