/** Runs campaigns: how many seeds each architecture survives, and which promises it breaks. */
import { campaignScenario } from './scenario.mjs';

/**
 * @param simulator what sim/index.ts exports.
 * @param seed number of the run.
 * @param broken a variant that is built wrongly, or `nothing`.
 * @param scenarioOf writes the scenario of a seed and a variant.
 * @returns what the ledger saw of the one chat.
 */
export function runSeed({ Run, read }, seed, broken, scenarioOf = campaignScenario) {
  const { scenario, problems } = read(scenarioOf(seed, broken), { file: 'campaign.yaml' });
  if (scenario === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const run = new Run(scenario);
  while (!run.advance(Number.POSITIVE_INFINITY));
  const [replication] = run.result().replications;
  return { ...replication.ledgers[0], events: replication.events };
}

/**
 * @param seeds how many.
 * @param done told of each seed.
 * @param scenarioOf as of `runSeed`.
 */
export function campaign(simulator, seeds, broken, done = () => {}, scenarioOf = campaignScenario) {
  const sums = { sent: 0, owed: 0, shown: 0, expired: 0, bounced: 0, outstanding: 0, events: 0 };
  const brokenBy = {};
  const failed = [];
  for (let seed = 0; seed < seeds; seed += 1) {
    const ledger = runSeed(simulator, seed, broken, scenarioOf);
    for (const key of Object.keys(sums)) sums[key] += ledger[key] ?? 0;
    const invariants = Object.keys(ledger.broken);
    if (invariants.length > 0) failed.push(seed);
    for (const invariant of invariants) {
      brokenBy[invariant] = (brokenBy[invariant] ?? 0) + 1;
    }
    done(seed, ledger);
  }
  return { broken, seeds, ...sums, failed, brokenBy };
}
