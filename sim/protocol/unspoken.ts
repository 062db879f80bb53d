/** What a scenario has that real libraries do not speak yet, all of it, rather than to leave it out in silence. */
import type { Choice } from '../part/choice.ts';
import { ScenarioError } from '../scenario/check.ts';
import type { Problem } from '../scenario/problem.ts';
import type { Scenario, TrafficEntry } from '../scenario/scenario.ts';
import { CHAT_PROTOCOLS } from './chat/speak-chats.ts';

const CODE = 'TW1317';

/** Kinds that are spoken, with those of their parameters that have a meaning only in the model. */
const NODES: Readonly<Record<string, readonly string[]>> = {
  clients: ['cache', 'session'],
  balancer: ['resilience', 'admit'],
  cache: ['prefetch', 'resilience', 'admit', 'siblings', 'tiers', 'slice', 'warm', 'clock'],
  origin: ['store', 'admit', 'shed', 'autoscale'],
  gateway: [],
  broker: [],
};
const TRAFFIC: Readonly<Record<string, readonly string[]>> = {
  web: ['ranges', 'upload', 'dns', 'mapping', 'peers', 'resilience'],
  chat: ['mailbox', 'sessions', 'push', 'kinds', 'media', 'moderation', 'limits'],
  voice: [],
  pubsub: [],
  telemetry: [],
};
/** Transports whose protocol is HTTP/1.1 or HTTP/2 over TCP. */
const TRANSPORTS = ['http-1.1', 'http-2', 'tcp', 'tls-1.2', 'tls-1.3'];
const ACTIONS = [
  'ramp',
  'crash',
  'cut',
  'degrade',
  'partition',
  'drain',
  'weigh',
  'slow',
  'herd',
  'disconnect',
  'stall',
  'reset',
  'vanish',
];

/** @throws ScenarioError with all of them. */
export function checkSpoken(scenario: Scenario): void {
  const problems = [
    ...scenario.nodes.flatMap(({ name, kind }) =>
      unknownOf(scenario, ['nodes', name], kind, NODES, 'kind of node'),
    ),
    ...scenario.nodes.flatMap(({ name, kind }) => exclusive(scenario, name, kind)),
    ...scenario.nodes.flatMap(({ name, kind }) => upwardOf(scenario, name, kind)),
    ...scenario.traffic.flatMap(({ name, kind }) =>
      unknownOf(scenario, ['traffic', name], kind, TRAFFIC, 'kind of traffic'),
    ),
    ...scenario.traffic.flatMap(({ name, kind }) => transportOf(scenario, name, kind)),
    ...scenario.traffic.flatMap(({ name, kind }) => protocolOf(scenario, name, kind)),
    ...scenario.traffic.flatMap((entry) => brokerOf(scenario, entry)),
    ...scenario.timeline.flatMap(({ action }, index) => {
      if (ACTIONS.includes(action.name)) return [];
      return problem(
        scenario,
        ['timeline', index, 'do'],
        `${action.name}: expected one of ${ACTIONS.join(', ')}`,
      );
    }),
  ];
  if (problems.length > 0) throw new ScenarioError(problems);
}

type Path = readonly (string | number)[];
type Named = Choice<unknown, never>;

const problem = (scenario: Scenario, path: Path, message: string): Problem[] => [
  scenario.source.problem(CODE, [...path], `${message} where fidelity is ${scenario.run.fidelity}`),
];

function unknownOf(
  scenario: Scenario,
  path: Path,
  { name, params }: Named,
  spoken: Readonly<Record<string, readonly string[]>>,
  what: string,
): Problem[] {
  const modelled = spoken[name];
  if (modelled === undefined) {
    const known = Object.keys(spoken).join(', ');
    return problem(
      scenario,
      [...path, 'kind'],
      `${name}: expected a ${what} that is spoken: ${known}`,
    );
  }
  return modelled.flatMap((param) =>
    params[param] === undefined || isOfLive(param, params)
      ? []
      : problem(scenario, [...path, param], `${param}: expected none`),
  );
}

/** How the model has the clock of a real server, which knows its own. */
const isOfLive = (param: string, { live }: Readonly<Record<string, unknown>>): boolean =>
  param === 'clock' && live !== 'node';

function exclusive(scenario: Scenario, name: string, { params }: Named): Problem[] {
  const isExclusive = params.inclusion === 'exclusive';
  return isExclusive
    ? problem(scenario, ['nodes', name, 'inclusion'], 'exclusive: expected inclusive')
    : [];
}

/** How spoken TCP finds its speed: by those that do not pace what they send. */
const CONGESTION = ['cubic', 'reno'];

/** What a transport has of senders that those of spoken TCP do not do. */
function sendersOf(
  scenario: Scenario,
  path: Path,
  transport: Choice<unknown> | undefined,
): Problem[] {
  if (transport === undefined) return [];
  const { name, params } = transport;
  const at = (param: string, message: string) =>
    problem(scenario, [...path, name, param], `${param}: expected ${message}`);
  if (params['early-data'] === true) return at('early-data', 'none');
  const congestion = params.congestion as Choice<unknown> | undefined;
  const isKnown = congestion === undefined || CONGESTION.includes(congestion.name);
  return isKnown ? [] : at('congestion', CONGESTION.join(' or '));
}

/** What caches may ask their parents by. */
const UPWARD = ['http-1.1', 'http-2'];

function upwardOf(scenario: Scenario, name: string, { params }: Named): Problem[] {
  const transport = params.transport as Choice<unknown> | undefined;
  if (transport === undefined) return [];
  const path = ['nodes', name, 'transport'];
  const unknown = sendersOf(scenario, path, transport);
  if (unknown.length > 0) return unknown;
  const known = scenario.run.fidelity === 'live' ? [] : UPWARD;
  if (known.includes(transport.name)) return [];
  const expected = known.length === 0 ? 'none' : `one of ${known.join(', ')}`;
  return problem(scenario, path, `${transport.name}: expected ${expected}`);
}

function transportOf(scenario: Scenario, name: string, { params }: Named): Problem[] {
  const transport = params.transport as Choice<unknown> | undefined;
  const unknown = sendersOf(scenario, ['traffic', name, 'transport'], transport);
  if (unknown.length > 0) return unknown;
  const isLive = scenario.run.fidelity === 'live';
  const known = TRANSPORTS.filter((each) => !isLive || each !== 'http-2');
  if (params.library === 'undici' && (isLive || transport?.name === 'http-2')) {
    const where = isLive ? 'node' : 'node with http-2';
    return problem(scenario, ['traffic', name, 'library'], `undici: expected ${where}`);
  }
  if (transport === undefined || known.includes(transport.name)) return [];
  const message = `${transport.name}: expected one of ${known.join(', ')}`;
  return problem(scenario, ['traffic', name, 'transport'], message);
}

/** What messages may be carried by, by kind of traffic. */
const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  pubsub: ['mqtt'],
  telemetry: ['mqtt'],
  chat: Object.keys(CHAT_PROTOCOLS),
};

function protocolOf(scenario: Scenario, traffic: string, { name, params }: Named): Problem[] {
  const known = PROTOCOLS[name];
  const protocol = params.protocol as Choice<unknown, never> | undefined;
  if (known === undefined) return [];
  // Reports without a protocol are of CoAP.
  if (protocol === undefined && name === 'telemetry') return [];
  if (protocol !== undefined && known.includes(protocol.name)) {
    return manneredOf(scenario, ['traffic', traffic, 'protocol', protocol.name], protocol);
  }
  const message = `${protocol?.name ?? 'none'}: expected one of ${known.join(', ')}`;
  return problem(scenario, ['traffic', traffic, 'protocol'], message);
}

/** What a protocol may not be, and would have to be: a second HTTP; a log-in that is worked on in other threads. */
const MANNERS: Readonly<Record<string, string>> = { http: 'http-1.1', sasl: 'plain' };

function manneredOf(scenario: Scenario, path: Path, { params }: Named): Problem[] {
  return Object.entries(MANNERS).flatMap(([param, only]) => {
    const value = params[param];
    if (value === undefined || value === only) return [];
    return problem(scenario, [...path, param], `${value}: expected ${only}`);
  });
}

const THINGS = ['pubsub', 'telemetry'];

/** Who takes what MQTT brings: brokers, of which only those of 5 know that a message is too old. */
function brokerOf(scenario: Scenario, { name, to, kind }: TrafficEntry): Problem[] {
  const protocol = kind.params.protocol as Choice<unknown> | undefined;
  if (protocol?.name !== 'mqtt' || !THINGS.includes(kind.name)) return [];
  const server = scenario.nodes.find((group) => group.name === to)?.kind.name;
  if (server !== 'broker') {
    return problem(scenario, ['traffic', name, 'to'], `${to}: expected a broker for mqtt`);
  }
  const commands = kind.params.commands as { ttl?: number } | undefined;
  const { version } = protocol.params as { version?: string };
  return commands?.ttl !== undefined && version !== '5'
    ? problem(scenario, ['traffic', name, 'commands', 'ttl'], 'ttl: expected none with 3.1.1')
    : [];
}
