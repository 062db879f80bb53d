/** Scenarios of things that publish. */

interface Given {
  readonly traffic: string;
  readonly places?: string;
  readonly access?: string;
  readonly count?: number;
  readonly duration?: string;
  readonly timeline?: readonly string[];
}

export type Version = '3.1.1' | '5';

/** Twenty devices, a broker of each version. */
export function things(given: Given): string {
  const { traffic, places = '[paris]', access = 'none', count = 20, duration = '20s' } = given;
  const { timeline = [] } = given;
  return `version: 1
title: things that publish
run: { seed: 3, duration: ${duration}, fidelity: protocol }
places: ${places}
nodes:
  things: { kind: clients, count: ${count}, access: ${access} }
  old: { kind: broker }
  new: { kind: broker }
traffic:
${traffic}
timeline: [${timeline.join(', ')}]
`;
}

/** Each device has subscribed to two of four topics; five publications a second. */
export const pubsub = (
  name: string,
  qos: number,
  version: Version,
  more = '',
  tls = false,
): string =>
  `  ${name}: { kind: pubsub, from: things, to: ${version === '5' ? 'new' : 'old'}, arrivals: { poisson: 5rps },
    topics: 4, subscriptions: 2, protocol: { mqtt: { qos: ${qos}, version: '${version}', tls: ${tls} } }, ${more} }\n`;
