/** Probes of backends: a small question over the network, which a node that is up answers at once. */
import type { HealthSettings } from '../../balance/resilience/health-checks.ts';
import { REQUEST_BYTES } from '../../wire/http.ts';
import type { NodeContext } from '../node.ts';

export type Probed = (backend: number, isAnswered: boolean) => void;

/**
 * Probes for ever. A probe looks at the process and not at its work: a node that is slow or full answers it.
 *
 * @param counter where probes are counted.
 */
export function startProbes(
  { id, world }: NodeContext,
  ids: readonly number[],
  { intervalMs, timeoutMs }: HealthSettings,
  counter: number,
  probed: Probed,
): void {
  const { exchange, recorder, simulator } = world;
  const heard = simulator.handler((backend, isAnswered) => {
    probed(backend, isAnswered === 1);
  }, 'probe is over');
  const arrive = simulator.handler((backend) => {
    const node = ids[backend]!;
    const backMs = exchange.roundTripMs(id, node) / 2;
    simulator.after(backMs, heard, backend, exchange.up[node]!);
  }, 'probe arrives');
  const probe = simulator.handler((backend) => {
    const { nowMs } = simulator;
    simulator.after(intervalMs, probe, backend);
    recorder.add(counter, 1, nowMs);
    const thereMs = exchange.carry(id, ids[backend]!, REQUEST_BYTES, nowMs);
    if (thereMs < timeoutMs) simulator.after(thereMs, arrive, backend);
    else simulator.after(timeoutMs, heard, backend, 0);
  }, 'probe');
  // Spread over an interval, so that a node with many backends does not ask all at once.
  for (let backend = 0; backend < ids.length; backend += 1) {
    simulator.after((intervalMs * (backend + 1)) / ids.length, probe, backend);
  }
}
