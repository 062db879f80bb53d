/** What a scenario wants that the server it names cannot do: said before anything is started. */
import type { Choice } from '../part/choice.ts';
import { ScenarioError } from '../scenario/check.ts';
import { layOutInstances } from '../scenario/layout.ts';
import type { Problem } from '../scenario/problem.ts';
import type { NodeGroup, Scenario } from '../scenario/scenario.ts';
import { softwareOf } from './servers/index.ts';
import type { Software } from './servers/software.ts';

const CODE = 'TW1317';

/** Real servers evict as they do. */
const POLICIES = ['lru'];
/** What real servers are asked for. */
const TRAFFIC = ['web', 'pubsub', 'chat'];
/** More processes than that are a mistake on one machine. */
const MOST_SERVERS = 64;

/** @throws ScenarioError with all of it. */
export function checkLive(scenario: Scenario): void {
  const problems = scenario.nodes.flatMap((group) => {
    const software = softwareOf(group.kind.params.live as string);
    return software === undefined ? [] : problemsOf(scenario, group, software);
  });
  for (const { name, kind } of scenario.traffic) {
    if (TRAFFIC.includes(kind.name)) continue;
    const message = `${kind.name}: expected ${TRAFFIC.join(' or ')} where fidelity is live`;
    problems.push(scenario.source.problem(CODE, ['traffic', name, 'kind'], message));
  }
  problems.push(...brokerProblems(scenario), ...gatewayProblems(scenario));
  const { durationMs } = scenario.run;
  if (durationMs === Number.POSITIVE_INFINITY) {
    const message = 'missing: expected a time where fidelity is live, which lasts as long';
    problems.push(scenario.source.problem(CODE, ['run', 'duration'], message));
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Bridges of more than two would carry a message round and round. */
const MOST_BROKERS = 2;

function brokerProblems(scenario: Scenario): Problem[] {
  const real = scenario.nodes.filter(
    ({ kind }) => kind.name === 'broker' && kind.params.live !== 'node',
  );
  return real.flatMap(({ name }) => {
    const count = layOutInstances(scenario).filter(({ group }) => group.name === name).length;
    if (count <= MOST_BROKERS) return [];
    const message = `${count} brokers: expected at most ${MOST_BROKERS} where live is mosquitto`;
    return [scenario.source.problem(CODE, ['nodes', name, 'count'], message)];
  });
}

/** How devices speak with a server of a chat. */
const SPOKEN: Readonly<
  Record<string, { name: string; params: Readonly<Record<string, unknown>> }>
> = {
  prosody: { name: 'xmpp', params: {} },
  // What NATS promises: nothing is confirmed.
  nats: { name: 'websocket', params: { acks: false } },
};

/** One server of a program's own, with one chat, by what it speaks or what promises as much. */
function gatewayProblems(scenario: Scenario): Problem[] {
  const real = scenario.nodes.filter(({ kind }) => SPOKEN[kind.params.live as string]);
  return real.flatMap(({ name, kind: { params } }) => {
    const software = params.live as string;
    const spoken = SPOKEN[software]!;
    const problem = (path: (string | number)[], message: string) =>
      scenario.source.problem(CODE, path, `${message} where live is ${software}`);
    const count = layOutInstances(scenario).filter(({ group }) => group.name === name).length;
    const [chat, ...others] = scenario.traffic.filter(({ to }) => to === name);
    const protocol = chat?.kind.params.protocol as Choice<unknown> | undefined;
    const path = ['traffic', chat?.name ?? '', 'protocol'];
    const wrong = Object.entries(spoken.params).filter(
      ([param, value]) => protocol?.params[param] !== value,
    );
    return [
      ...(count > 1 ? [problem(['nodes', name, 'count'], `${count} gateways: expected 1`)] : []),
      ...others.map((other) =>
        problem(['traffic', other.name, 'to'], `${name}: expected one chat`),
      ),
      ...(protocol !== undefined && protocol.name !== spoken.name
        ? [problem(path, `${protocol.name}: expected ${spoken.name}`)]
        : wrong.map(([param, value]) =>
            problem([...path, spoken.name, param], `expected ${param}: ${value}`),
          )),
    ];
  });
}

function problemsOf(scenario: Scenario, group: NodeGroup, software: Software): Problem[] {
  const { name, kind } = group;
  const { capacity, policy, admission, algorithm, parent, backends } = kind.params;
  const problem = (param: string, message: string) =>
    scenario.source.problem(
      CODE,
      ['nodes', name, param],
      `${message} where live is ${software.name}`,
    );
  const instances = layOutInstances(scenario);
  const countOf = (wanted: unknown) => instances.filter((one) => one.group.name === wanted).length;
  const known = Object.keys(software.algorithms);
  const chosen = (algorithm as Choice<unknown>).name;
  const isChoice = countOf(parent ?? backends) > 1 && !known.includes(chosen);
  const named = (policy as Choice<unknown> | undefined)?.name;
  const isTooSmall = capacity !== undefined && (capacity as number) < software.leastBytes;
  return [
    ...(isChoice
      ? [problem('algorithm', `${chosen}: expected ${known.join(' or ') || 'one parent'}`)]
      : []),
    ...(named !== undefined && !POLICIES.includes(named)
      ? [problem('policy', `${named}: expected ${POLICIES.join(' or ')}`)]
      : []),
    ...(admission === undefined ? [] : [problem('admission', 'expected none')]),
    ...(isTooSmall
      ? [problem('capacity', `${capacity} bytes: expected at least ${software.leastBytes}`)]
      : []),
    ...(countOf(name) > MOST_SERVERS
      ? [problem('count', `${countOf(name)} processes: expected at most ${MOST_SERVERS}`)]
      : []),
  ];
}
