/** Codecs of speech: what they send, how they sound and how they stand losses. */
import { partOf, registry } from '../../../part/part.ts';
import type { SoundFormat } from '../../node/sound-wire.ts';
import type { Impairment, Scale } from './e-model.ts';

export interface Codec extends Impairment {
  /** Rate of the sound alone, bits per second. */
  readonly bitsPerSecond: number;
  /** Sound in one frame, and how far the coder looks into what comes after it, ms. */
  readonly frameMs: number;
  readonly lookaheadMs: number;
  /** Of its packets. */
  readonly format: SoundFormat;
}

const codec = partOf<Codec>();

const KBPS = 1000;

interface Figures {
  readonly scale?: Scale;
  readonly equipment: number;
  readonly robustness: number;
  readonly kbps: number;
  readonly frameMs: number;
  readonly lookaheadMs?: number;
  readonly format: SoundFormat;
}

function figures(name: string, summary: string, source: string, given: Figures) {
  const { scale = 'narrow', equipment, robustness, kbps, frameMs, lookaheadMs = 0, format } = given;
  const made: Codec = {
    scale,
    equipment,
    robustness,
    bitsPerSecond: kbps * KBPS,
    frameMs,
    lookaheadMs,
    format,
  };
  return codec({ name, summary, source, params: {}, make: () => made });
}

const OPUS =
  'Ie and Bpl: Opus_emodel.js (MIT), fitted; rate: assumption; RFC 6716 §2.1.4: 20 ms frames';
/** Clock: RFC 7587 §4.1, whatever the rate of its sound is. Type: WebRTC's, agreed on for each call. */
const OPUS_FORMAT = { payloadType: 111, clockPerMs: 48 };
const OPUS_FRAMES = { frameMs: 20, lookaheadMs: 6.5, format: OPUS_FORMAT };
/** RFC 3551 §6, table 4: PCMU, G729, G723. */
const PCMU = { payloadType: 0, clockPerMs: 8 };
const G729 = { payloadType: 18, clockPerMs: 8 };
const G723 = { payloadType: 4, clockPerMs: 8 };
/** Clock: RFC 4867 §4.1. Type: the first of those that are agreed on (RFC 3551 §6), an assumption. */
const AMR_WB = { payloadType: 96, clockPerMs: 16 };

export const codecs = registry('codec', [
  figures('opus', 'Opus, wideband, variable rate', `${OPUS}; lookahead: RFC 6716 §2`, {
    ...OPUS_FRAMES,
    scale: 'wide',
    equipment: 19.96,
    robustness: 19.5,
    kbps: 13,
  }),
  figures('opus-full', 'Opus, full bandwidth, 40 kbit/s', OPUS, {
    ...OPUS_FRAMES,
    scale: 'full',
    equipment: 10.67,
    robustness: 9.79,
    kbps: 40,
  }),
  figures('opus-narrow', 'Opus, narrowband, constant rate', OPUS, {
    ...OPUS_FRAMES,
    equipment: 2.03,
    robustness: 15.95,
    kbps: 11,
  }),
  figures('g711', 'G.711 without concealment of losses', 'ITU-T G.113 Appendix I', {
    equipment: 0,
    robustness: 4.3,
    kbps: 64,
    frameMs: 10,
    format: PCMU,
  }),
  figures('g711-plc', 'G.711 that conceals losses', 'ITU-T G.113 Appendix I; G.711 Appendix I', {
    equipment: 0,
    robustness: 25.1,
    kbps: 64,
    frameMs: 10,
    format: PCMU,
  }),
  figures('g729a', 'G.729 Annex A', 'ITU-T G.113 Appendix I; G.729 §2.4: 5 ms lookahead', {
    equipment: 11,
    robustness: 19,
    kbps: 8,
    frameMs: 10,
    format: G729,
    lookaheadMs: 5,
  }),
  figures('g723.1', 'G.723.1 at 6.3 kbit/s', 'ITU-T G.113 Appendix I; G.723.1: 7.5 ms lookahead', {
    equipment: 15,
    robustness: 16.1,
    kbps: 6.3,
    frameMs: 30,
    format: G723,
    lookaheadMs: 7.5,
  }),
  figures(
    'amr-wb',
    'AMR-WB at 12.65 kbit/s',
    'ITU-T G.113 Appendix IV; TS 26.190: 5 ms lookahead',
    {
      scale: 'wide',
      equipment: 13,
      robustness: 13,
      kbps: 12.65,
      frameMs: 20,
      format: AMR_WB,
      lookaheadMs: 5,
    },
  ),
]);
