/**
 * How deep a device of the cellular Internet of Things stands, and what a report then costs: what is
 * weak is repeated until it is heard.
 */
import { transferMs } from '../../../engine/lines.ts';

export interface CoverageClass {
  readonly name: 'normal' | 'robust' | 'extreme';
  /** Maximum coupling loss, dB. */
  readonly lossDb: number;
  /** Repetitions of a preamble and between two of its opportunities, ms. */
  readonly preambleRepetitions: number;
  readonly opportunityMs: number;
  readonly upBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  /** From waking until the first preamble can be sent: finding the cell and reading its news, ms. */
  readonly syncMs: number;
  /** Messages of the connection around the report itself, ms. */
  readonly signallingMs: number;
  /** What a report costs beside its bytes, mJ. */
  readonly reportMj: number;
}

/** What a device draws. Source: TR 45.820 Table 5.4-1 (power consumption assumptions). */
export const IOT_POWER = { sendMw: 545, receiveMw: 90, idleMw: 3, sleepMw: 0.015 } as const;
/** TR 45.820 §5.4: battery capacity, watt hours. */
export const IOT_BATTERY_WH = 5;

/**
 * Energies and rates up follow from the battery lives of TR 45.820 (quoted from memory, see the
 * test): the difference of 200 and 50 bytes a day gives the rate, the rest what a report costs.
 * Rates down are the peak of Release 13 and what a repetition each 10 dB leaves of it. Waits are
 * assumptions that keep an exception report at 164 dB within the 10 s of TR 45.820 §4.1.
 */
export const NB_IOT: readonly CoverageClass[] = [
  {
    name: 'normal',
    lossDb: 144,
    preambleRepetitions: 2,
    opportunityMs: 40,
    upBitsPerSecond: 15_200,
    downBitsPerSecond: 26_000,
    syncMs: 260,
    signallingMs: 250,
    reportMj: 59,
  },
  {
    name: 'robust',
    lossDb: 154,
    preambleRepetitions: 8,
    opportunityMs: 160,
    upBitsPerSecond: 2_040,
    downBitsPerSecond: 2_400,
    syncMs: 520,
    signallingMs: 700,
    reportMj: 157,
  },
  {
    name: 'extreme',
    lossDb: 164,
    preambleRepetitions: 32,
    opportunityMs: 640,
    upBitsPerSecond: 632,
    downBitsPerSecond: 310,
    syncMs: 1_100,
    signallingMs: 3_500,
    reportMj: 1_175,
  },
];

/**
 * LTE-M: the peak of Category M1 in half duplex (300 kbit/s down, 375 up; TS 36.306) and, deeper
 * down, assumptions: eight times the bandwidth of NB-IoT helps as long as power is not the limit.
 */
export const LTE_M: readonly CoverageClass[] = [
  {
    name: 'normal',
    lossDb: 144,
    preambleRepetitions: 1,
    opportunityMs: 10,
    upBitsPerSecond: 375_000,
    downBitsPerSecond: 300_000,
    syncMs: 100,
    signallingMs: 80,
    reportMj: 40,
  },
  {
    name: 'robust',
    lossDb: 154,
    preambleRepetitions: 8,
    opportunityMs: 40,
    upBitsPerSecond: 20_000,
    downBitsPerSecond: 30_000,
    syncMs: 240,
    signallingMs: 250,
    reportMj: 150,
  },
  {
    name: 'extreme',
    lossDb: 164,
    preambleRepetitions: 64,
    opportunityMs: 320,
    upBitsPerSecond: 1_200,
    downBitsPerSecond: 1_500,
    syncMs: 1_000,
    signallingMs: 2_500,
    reportMj: 1_100,
  },
];

/** Length of a preamble of NB-IoT in format 0. Source: TS 36.211 §10.1.6, 5.6 ms. */
export const NB_PREAMBLE_MS = 5.6;

/** A report of a device that finds the cell empty: from waking until its last byte is there, ms. */
export function reportMs(coverage: CoverageClass, bytes: number): number {
  const { syncMs, signallingMs, opportunityMs, preambleRepetitions, upBitsPerSecond } = coverage;
  const accessMs = opportunityMs / 2 + preambleRepetitions * NB_PREAMBLE_MS;
  return syncMs + accessMs + signallingMs + transferMs(bytes, upBitsPerSecond);
}

/** What a report costs, mJ. */
export const reportMj = ({ reportMj, upBitsPerSecond }: CoverageClass, bytes: number): number =>
  reportMj + (transferMs(bytes, upBitsPerSecond) * IOT_POWER.sendMw) / 1000;
