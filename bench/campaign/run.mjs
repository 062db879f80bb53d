/**
 * `npm run campaign [SEEDS]`: chats under faults, 200 seeds by default, of one domain and of two: of the right architecture and
 * of those that are built wrongly on purpose. `--write` puts the outcome into bench/RESULTS.md. Ends with 1 when the
 * right one breaks a promise, or a wrong one is not caught.
 */
import { writeSection } from '../section.mjs';
import { campaign } from './campaign.mjs';
import {
  BROKEN,
  campaignScenario,
  DISKS,
  FAULTS,
  FEDERATED_BROKEN,
  FEDERATED_FAULTS,
  federatedScenario,
} from './scenario.mjs';

const simulator = await import('../../dist/index.js');
const words = process.argv.slice(2);
const seeds = Number(words.find((word) => /^\d+$/.test(word)) ?? 200);

const million = (count) => `${(count / 1e6).toFixed(2)} M`;

const worlds = [
  { what: 'the architecture as it is', scenarioOf: campaignScenario, wrong: BROKEN },
  { what: 'two domains', scenarioOf: federatedScenario, wrong: FEDERATED_BROKEN },
];
const disks = Object.entries(DISKS).map(([quorum, caught]) => ({
  what: `a disk is lost, \`quorum: ${quorum}\` of three`,
  scenarioOf: (seed) => campaignScenario(seed, 'nothing', quorum),
  broken: 'nothing',
  caught,
}));
const variants = worlds
  .flatMap(({ wrong, ...world }) =>
    ['nothing', ...Object.keys(wrong)].map((broken) => ({
      ...world,
      broken,
      caught: wrong[broken],
    })),
  )
  .concat(disks);

const rows = [];
let isWell = true;
for (const { broken, caught, scenarioOf, what: world } of variants) {
  const isRight = caught === undefined;
  const told = (seed, ledger) => {
    const names = Object.keys(ledger.broken).join(', ');
    if (isRight && names !== '') console.error(`seed ${seed} breaks ${names}`);
  };
  const found = campaign(simulator, seeds, broken, told, scenarioOf);
  if (isRight ? found.failed.length > 0 : !(found.brokenBy[caught] > 0)) isWell = false;
  const by = Object.entries(found.brokenBy).map(([name, count]) => `${name} ${count}`);
  const what = broken === 'nothing' ? world : `\`broken: ${broken}\``;
  const said = by.length === 0 ? 'none' : by.join(', ');
  const bounced = found.bounced > 0 ? `${million(found.bounced)} bounced, ` : '';
  const deliveries = `${million(found.shown)} shown, ${million(found.expired)} expired, ${bounced}${found.outstanding} open`;
  rows.push(
    `| ${what} | ${million(found.sent)} | ${deliveries} | ${found.failed.length} | ${said} |`,
  );
  console.log(rows.at(-1));
}

if (words.includes('--write')) {
  writeSection([
    '## Campaigns of faults',
    '',
    `\`npm run campaign\`, ${seeds} seeds each: 40 s of talk of 32 devices over four gateways and two mailboxes, then quiet. Every`,
    `seed meets each of ${FAULTS.join(', ')} once, at a time and a place of its own; fan-out, devices a person,`,
    'TTL, windows and homes are drawn, too. The ledger asks the chat what it holds at each message that is sent. Two domains have',
    `four mailboxes and beside the same faults a ${FEDERATED_FAULTS.slice(FAULTS.length).join(' and a ')}; protocols, timeouts, queues and waits are drawn.`,
    '',
    '| variant | messages | deliveries | seeds that broke a promise | seeds by promise |',
    '|---|---|---|---|---|',
    ...rows,
  ]);
}
process.exitCode = isWell ? 0 : 1;
