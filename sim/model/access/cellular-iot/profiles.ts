import { bitRate, count, duration, ratio } from '../../../part/units.ts';
import type { AccessProfile } from '../profile.ts';
import { accessProfile } from '../profile.ts';
import { type RandomAccessSettings, TR_37868 } from '../random-access.ts';
import { type CellSettings, Cells } from './cells.ts';
import { type CoverageClass, LTE_M, NB_IOT, NB_PREAMBLE_MS, reportMs } from './coverage.ts';
import { LONGEST_CYCLE_MS, SHORTEST_CYCLE_MS } from './sleep.ts';

const MS_PER_SECOND = 1000;

/** Carriers for preambles of the three classes, 48 all told, and answers to one opportunity (assumptions). */
const NB_PREAMBLES = [24, 12, 12] as const;
const NB_GRANTS = 4;
/** 99 % of the preambles are found, which their repetitions are for. Source: TS 36.104 §8.5.3. */
const NB_FOUND = 4.605;

/** NB-IoT: few preambles, seldom, and long waits. Source: TS 36.321 §5.1 and Table 7.2-2 (backoff). */
const nbAccess = (backoffMs: number) => (coverage: CoverageClass, index: number) => ({
  ...TR_37868,
  preambles: NB_PREAMBLES[index]!,
  periodMs: coverage.opportunityMs,
  found: NB_FOUND,
  grants: NB_GRANTS,
  answerMs: coverage.preambleRepetitions * NB_PREAMBLE_MS + coverage.opportunityMs,
  backoffMs,
  connectMs: coverage.opportunityMs,
  repeatMs: coverage.opportunityMs,
  contentionMs: 10 * coverage.opportunityMs,
});

/** LTE-M shares the random access of LTE: in normal coverage it is that of TR 37.868. */
const lteAccess = (backoffMs: number) => (coverage: CoverageClass, index: number) => ({
  ...TR_37868,
  preambles: index === 0 ? TR_37868.preambles : NB_PREAMBLES[index]!,
  periodMs: index === 0 ? TR_37868.periodMs : coverage.opportunityMs,
  answerMs: index === 0 ? TR_37868.answerMs : coverage.preambleRepetitions + coverage.opportunityMs,
  backoffMs,
});

function params(backoff: string) {
  return {
    cells: count({ min: 1 }).prefault(1).describe('cells of the place; devices are spread evenly'),
    robust: ratio().prefault('15%').describe('devices in robust coverage, 154 dB (assumption)'),
    extreme: ratio().prefault('5%').describe('devices in extreme coverage, 164 dB (assumption)'),
    backoff: duration({ above: 0 }).prefault(backoff).describe('longest wait between two tries'),
    tries: count({ min: 1, max: 200 }).prefault(10).describe('preambles that one access may take'),
    active: duration().prefault('20s').describe('listens so long after its last byte (T3324)'),
    edrx: duration({ max: LONGEST_CYCLE_MS })
      .prefault('0s')
      .describe(
        `then listens at this distance, ${SHORTEST_CYCLE_MS / MS_PER_SECOND}s to 10485.76s; 0s: not at all (PSM)`,
      ),
    update: duration({ above: 0 })
      .prefault('1h')
      .describe('reports by itself at least so often (T3412)'),
    inactivity: duration().prefault('10s').describe('a connection lasts on for this (assumption)'),
    up: bitRate().optional().describe('rate up in normal coverage; default: that of the class'),
  };
}

interface Given {
  readonly cells: number;
  readonly robust: number;
  readonly extreme: number;
  readonly backoff: number;
  readonly tries: number;
  readonly active: number;
  readonly edrx: number;
  readonly update: number;
  readonly inactivity: number;
  readonly up?: number | undefined;
}

type AccessOf = (
  backoffMs: number,
) => (coverage: CoverageClass, index: number) => RandomAccessSettings;

function made(table: readonly CoverageClass[], accessOf: AccessOf, given: Given): AccessProfile {
  const classes = table.map((coverage, index) =>
    index === 0 && given.up !== undefined ? { ...coverage, upBitsPerSecond: given.up } : coverage,
  );
  const access = classes.map(accessOf(given.backoff));
  const settings: CellSettings = {
    cells: given.cells,
    classes,
    shares: [Math.max(0, 1 - given.robust - given.extreme), given.robust, given.extreme],
    access: access.map((one) => ({ ...one, mostTries: given.tries })),
    sleep: { activeMs: given.active, cycleMs: given.edrx, updateMs: given.update },
    inactivityMs: given.inactivity,
  };
  const normal = classes[0]!;
  return {
    oneWayMs: () => reportMs(normal, 0),
    downBitsPerSecond: () => normal.downBitsPerSecond,
    upBitsPerSecond: () => normal.upBitsPerSecond,
    medium: (context) => new Cells(settings, context),
  };
}

const SOURCE =
  'random access: 3GPP TS 36.321 §5.1 (Release 13), TR 37.868 (2011); sleep: TS 24.008 §10.5.5.32; rates and energy: battery lives of TR 45.820 (2015, from memory); waits are assumptions';

export const nbIotCell = accessProfile({
  name: 'nb-iot-cell',
  summary:
    'NB-IoT with its cells: devices in three depths of coverage sleep, ask for a connection, and collide',
  source: SOURCE,
  params: params('2.048s'),
  make: (given) => made(NB_IOT, nbAccess, given),
});

export const lteM = accessProfile({
  name: 'lte-m',
  summary: 'LTE-M with its cells: 375 kbit/s up, 54 preambles each 5 ms, three depths of coverage',
  source: `${SOURCE}; rates of LTE-M below 144 dB are assumptions`,
  params: params('20ms'),
  make: (given) => made(LTE_M, lteAccess, given),
});
