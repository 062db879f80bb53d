export const FAULTS: readonly string[];
export const FEDERATED_FAULTS: readonly string[];
export const BROKEN: Readonly<Record<string, string>>;
export const FEDERATED_BROKEN: Readonly<Record<string, string>>;
/** By quorum: what catches that a disk was lost; undefined: nothing is lost. */
export const DISKS: Readonly<Record<string, string | undefined>>;
export function campaignScenario(seed: number, broken?: string, quorum?: string): string;
export function federatedScenario(seed: number, broken?: string): string;
