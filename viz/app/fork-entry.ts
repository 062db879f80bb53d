/** Proposals for what a fork may change, made from what the Result has. */
import type { Result } from '../../sim/index.ts';
import { ask } from '../data/ask.ts';

export const FORKS = ['crash', 'purge', 'ramp'] as const;
export type Fork = (typeof FORKS)[number];

/** Faults last for this part of the run. */
const FAULT_SHARE = 0.05;

/** As a scenario writes it. */
const written = (ms: number): string => {
  const whole = Math.round(ms);
  return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
};

/** @returns the entry as a flow map; undefined when the Result has nothing that it could be about. */
export function entryFor(fork: Fork, result: Result, atMs: number): string | undefined {
  const about = SUBJECTS[fork](result);
  return about && `{ at: ${written(atMs)}, do: ${fork}, ${about} }`;
}

const SUBJECTS: Readonly<Record<Fork, (result: Result) => string | undefined>> = {
  crash: ({ topology, scenario }) => {
    const servers = topology.groups.filter(({ kind }) => kind !== 'clients');
    const group = servers.find(({ kind }) => kind === 'cache') ?? servers[0];
    const seconds = Math.max(1, Math.round((scenario.durationMs * FAULT_SHARE) / 1000));
    return group && `node: ${group.instances[0]!.name}, for: ${seconds}s`;
  },
  purge: ({ topology }) => {
    const caches = topology.groups.find(({ kind }) => kind === 'cache');
    return caches && `nodes: ${caches.name}/*`;
  },
  ramp: (result) => {
    const [first] = result.traffic;
    if (first === undefined) return undefined;
    const metric = first.kind === 'chat' ? 'messages' : 'requests';
    const rate = ask(result, 'rate', metric, { traffic: first.name }) ?? 0;
    return `traffic: ${first.name}, to: ${Math.max(1, Math.round(2 * rate))}rps`;
  },
};
