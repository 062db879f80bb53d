export const FAULTS: readonly string[];
export const BROKEN: Readonly<Record<string, string>>;
export function campaignScenario(seed: number, broken?: string): string;
