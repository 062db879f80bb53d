import type { LedgerData, Run, read } from '../../sim/index.ts';

interface Simulator {
  readonly Run: typeof Run;
  readonly read: typeof read;
}

export function runSeed(
  simulator: Simulator,
  seed: number,
  broken: string,
  scenarioOf?: (seed: number, broken: string) => string,
): LedgerData & { readonly events: number };
