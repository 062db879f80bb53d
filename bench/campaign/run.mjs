/**
 * `npm run campaign [SEEDS]`: chats under faults, 200 seeds by default, of the right architecture and of five
 * that are built wrongly on purpose. `--write` puts the outcome into bench/RESULTS.md. Ends with 1 when the
 * right one breaks a promise, or a wrong one is not caught.
 */
import { writeSection } from '../section.mjs';
import { campaign } from './campaign.mjs';
import { BROKEN, FAULTS } from './scenario.mjs';

const simulator = await import('../../dist/index.js');
const words = process.argv.slice(2);
const seeds = Number(words.find((word) => /^\d+$/.test(word)) ?? 200);

const million = (count) => `${(count / 1e6).toFixed(2)} M`;

const rows = [];
let isWell = true;
for (const broken of ['nothing', ...Object.keys(BROKEN)]) {
  const found = campaign(simulator, seeds, broken, (seed, ledger) => {
    const names = Object.keys(ledger.broken).join(', ');
    if (broken === 'nothing' && names !== '') console.error(`seed ${seed} breaks ${names}`);
  });
  const isRight = broken === 'nothing';
  const caught = BROKEN[broken];
  if (isRight ? found.failed.length > 0 : !(found.brokenBy[caught] > 0)) isWell = false;
  const by = Object.entries(found.brokenBy).map(([name, count]) => `${name} ${count}`);
  const what = isRight ? 'the architecture as it is' : `\`broken: ${broken}\``;
  const said = by.length === 0 ? 'none' : by.join(', ');
  const deliveries = `${million(found.shown)} shown, ${million(found.expired)} expired, ${found.outstanding} open`;
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
    'TTL, windows and homes are drawn, too. The ledger asks the chat what it holds at each message that is sent.',
    '',
    '| variant | messages | deliveries | seeds that broke a promise | seeds by promise |',
    '|---|---|---|---|---|',
    ...rows,
  ]);
}
process.exitCode = isWell ? 0 : 1;
