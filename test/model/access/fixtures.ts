/** Access networks on their own: the context that a world would give them. */
import { Simulator } from '../../../sim/engine/simulator.ts';
import { Streams } from '../../../sim/engine/streams.ts';
import { accessProfiles } from '../../../sim/model/access/index.ts';
import type {
  AccessContext,
  AccessLink,
  AccessProfile,
} from '../../../sim/model/access/profile.ts';
import { SteadyLink } from '../../../sim/model/access/steady-link.ts';
import { choose } from '../../../sim/part/choice.ts';
import { Recorder } from '../../../sim/result/recorder.ts';

export interface Alone extends AccessContext {
  readonly recorder: Recorder;
}

/** @param files texts by name. */
export function contextOf(
  devices: number,
  files: Readonly<Record<string, string>> = {},
  seed = 'access',
): Alone {
  const streams = new Streams(seed, 0);
  const settings = {
    windowMs: 1000,
    durationMs: Number.POSITIVE_INFINITY,
    warmupMs: 0,
    phases: [],
  };
  return {
    devices,
    batteryWh: 5,
    simulator: new Simulator(),
    recorder: new Recorder(settings),
    labels: { node: 'devices', place: 'here' },
    stream: (purpose) => streams.stream(purpose),
    file: (name) => files[name]!,
  };
}

/** A profile by the name and the parameters that a scenario would give. */
export function profileOf(name: string, given: unknown = {}): AccessProfile {
  const part = accessProfiles.find(name)!;
  return choose(part, part.params.parse(given)).make(undefined);
}

export const linkOf = (profile: AccessProfile, context: AccessContext): AccessLink =>
  profile.open?.(context) ?? new SteadyLink(profile, context);

/** The value below which a share of the values lies. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum / values.length;
};
