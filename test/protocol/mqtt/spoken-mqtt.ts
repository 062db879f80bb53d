/** Scenarios of things that publish, run in both ways. */
import type { Result } from '../../../sim/index.ts';
import type { ProtocolAnswer } from '../../../sim/protocol/job.ts';
import type { Draining } from '../../../sim/protocol/virtual/kernel.ts';
import { builtMain, ROOT } from '../../built.ts';
import { runText } from '../../run-scenario.ts';

interface Given {
  readonly qos?: number;
  readonly version?: '3.1.1' | '5';
  readonly protocol?: string;
  readonly duration?: string;
  /** When nothing more is published. */
  readonly stop?: string;
  readonly places?: string;
  readonly access?: string;
  readonly broker?: string;
  readonly more?: string;
  readonly timeline?: readonly string[];
}

/** Twenty devices that have subscribed to two of four topics each, and publish five times a second. */
export function pubsub(given: Given = {}): string {
  const { qos = 1, version = '3.1.1', places = '[paris]', access = 'none', more = '' } = given;
  const { protocol = `{ mqtt: { qos: ${qos}, version: '${version}', tls: false } }` } = given;
  const { duration = '30s', stop = '25s', broker = '', timeline = [] } = given;
  return `version: 1
title: things that publish
run: { seed: 3, duration: ${duration}, fidelity: protocol }
places: ${places}
nodes:
  things: { kind: clients, count: 20, access: ${access} }
  broker: { kind: broker, ${broker} }
traffic:
  news:
    { kind: pubsub, from: things, to: broker, arrivals: { poisson: 5rps }, topics: 4, subscriptions: 2,
      protocol: ${protocol}, ${more} }
timeline:
  - { at: ${stop}, do: ramp, traffic: news, to: 0rps }
${timeline.map((each) => `  - ${each}\n`).join('')}`;
}

export async function spoken(text: string, draining: Draining = 'ticks'): Promise<ProtocolAnswer> {
  builtMain();
  const { runProtocol } = await import(`${ROOT}dist/protocol/run-protocol.js`);
  return runProtocol({ file: 'a.yaml', texts: new Map([['a.yaml', text]]), draining });
}

export const modelled = (text: string): Result =>
  runText(text.replace('fidelity: protocol', 'fidelity: model'));
