/** Scenarios that real libraries speak in a thread of their own, and the same ones modelled. */
import type { Result } from '../../sim/index.ts';
import type { ProtocolAnswer } from '../../sim/protocol/job.ts';
import { builtMain, ROOT } from '../built.ts';
import { runText } from '../run-scenario.ts';

type Draining = 'ticks' | 'turns';

/** @param text with `fidelity: protocol`. Threads load built files. */
export async function spoken(text: string, draining: Draining = 'ticks'): Promise<ProtocolAnswer> {
  builtMain();
  const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
  return runProtocol({ file: 'a.yaml', texts: new Map([['a.yaml', text]]), draining });
}

export const modelled = (text: string): Result =>
  runText(text.replace('fidelity: protocol', 'fidelity: model'));
