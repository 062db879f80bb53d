/** Reads `network`: what holds between all places. */
import type { NetworkChoices } from '../model/net/network.ts';
import type { Reading } from './reading.ts';

export function readNetwork({ kinds, findings, raw }: Reading): NetworkChoices | undefined {
  const network = findings.parse(kinds.networkParams, raw.network ?? {}, ['network']);
  return network as NetworkChoices | undefined;
}
