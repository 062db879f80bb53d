export const FAULTS: readonly string[];
export const FEDERATED_FAULTS: readonly string[];
export const BROKEN: Readonly<Record<string, string>>;
export const FEDERATED_BROKEN: Readonly<Record<string, string>>;
export function campaignScenario(seed: number, broken?: string): string;
export function federatedScenario(seed: number, broken?: string): string;
