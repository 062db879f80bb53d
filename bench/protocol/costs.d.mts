import type { ProtocolAnswer } from '../../sim/protocol/job.ts';

export interface Costs {
  readonly requestBytes: number;
  readonly answerBytes: number;
  readonly tlsUpBytes: number;
  readonly tlsDownBytes: number;
  readonly roundTrips: number;
  readonly upWireBytes: number;
  readonly downWireBytes: number;
}

export function sampleText(sample: {
  readonly transport: string;
  readonly idle: string;
  readonly rps: number;
  readonly seconds?: number;
}): string;
export function costsOf(answer: Pick<ProtocolAnswer, 'captured'>): Costs;
