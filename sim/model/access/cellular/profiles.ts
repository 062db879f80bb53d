import { accessProfile } from '../profile.ts';
import { measured, typical } from '../typical.ts';

/**
 * The radio one way, ms. Sources: LTE: 3GPP TR 25.913 §6.2.2 (a target, from memory); NR below 6 GHz: ITU-R M.2410 §4.7.1,
 * 4 ms for broadband (a target). At millimetre waves slots are an eighth as long; 2 ms is an
 * assumption that leaves something of the measured 3.5 ms for the rest.
 */
const LTE_RADIO_MS = 5;
const MM_WAVE_RADIO_MS = 2;
export const NR_RADIO_MS = 4;

const ARTIFACT =
  'Narayanan et al., SIGCOMM 2021 data set (SIGCOMM21-5G/artifact), Ookla tests to servers within 50 km, USA 2021';

export const threeG = accessProfile({
  name: '3g',
  summary: '3G (HSPA): 125 ms round trip, 0.9 to 2.4 Mbit/s down, 0.4 to 1.5 up',
  source:
    'rates down: the middle half of the seconds in the Norwegian HSDPA traces of 2010–2011 (Riiser et al., MMSys 2013); round trip 100–150 ms and rates up are assumptions',
  params: {},
  make: () =>
    typical({
      roundTripMs: [125, 250],
      downMbps: [0.9, 2.4],
      upMbps: [0.4, 1.5],
      lossRatio: 0.002,
    }),
});

export const fourG = accessProfile({
  name: '4g',
  summary: '4G (LTE): 22 ms round trip, 117 Mbit/s down, 31 up',
  source: `${ARTIFACT}, Verizon LTE: round trip p50 22 ms p95 27 ms (9 tests), down p50 117 p95 198, up p50 31 p95 36 Mbit/s`,
  params: {},
  make: () =>
    measured({
      roundTripMs: [22, 27],
      downMbps: [117, 198],
      upMbps: [31, 36],
      radioMs: LTE_RADIO_MS,
    }),
});

export const mmWave = accessProfile({
  name: '5g-mmwave',
  summary: '5G at millimetre waves (NSA): 7 ms round trip, 944 Mbit/s down, 77 up',
  source: `${ARTIFACT}, Verizon NSA mmWave: round trip p50 7 ms p95 9 ms (122 tests), down p50 944 p95 2667, up p50 77 p95 157 Mbit/s`,
  params: {},
  make: () =>
    measured({
      roundTripMs: [7, 9],
      downMbps: [944, 2667],
      upMbps: [77, 157],
      radioMs: MM_WAVE_RADIO_MS,
    }),
});

export const standAlone = accessProfile({
  name: '5g-sa',
  summary: '5G stand-alone at a low band: 59 ms round trip, 40 Mbit/s down, 39 up',
  source: `${ARTIFACT}, T-Mobile SA low band, which was new then, so take it as pessimistic: round trip p50 59 ms p95 61 ms (31 tests), down p50 40 p95 66, up p50 39 p95 45 Mbit/s`,
  params: {},
  make: () =>
    measured({
      roundTripMs: [59, 61],
      downMbps: [40, 66],
      upMbps: [39, 45],
      radioMs: NR_RADIO_MS,
    }),
});
