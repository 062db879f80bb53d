/** Our broker and the numbered statements of both specifications. */
import { describe, expect, it } from 'vitest';
import { CHECKS, type Check } from './checks/index.ts';
import { OwnLab } from './lab.ts';
import { NOT_OURS, type Statement } from './statement.ts';
import { STATEMENTS_3 } from './statements-3.data.ts';
import { STATEMENTS_5 } from './statements-5.data.ts';

const isOurs = ([, by]: Statement) => !(by in NOT_OURS);

describe.each([
  ['3.1.1', 4, STATEMENTS_3],
  ['5.0', 5, STATEMENTS_5],
] as const)('of MQTT %s', (_name, version, statements) => {
  it.each(statements.filter(isOurs))('MQTT-%s (%s): %s', (_id, by) =>
    CHECKS[by as Check](new OwnLab(), version),
  );

  it('no statement is there twice', () => {
    expect(new Set(statements.map(([id]) => id)).size).toBe(statements.length);
  });
});

describe('checks', () => {
  it('are all of some statement, or of ours', () => {
    const used = new Set([...STATEMENTS_3, ...STATEMENTS_5].map(([, by]) => by));
    const unused = Object.keys(CHECKS).filter((check) => !used.has(check as Check));
    // No number asks for these.
    expect(unused).toEqual(OWN);
  });

  it.each([4, 5] as const)('of ours hold in version %i', async (version) => {
    await CHECKS.connectInPieces(new OwnLab(), version);
    await CHECKS.neverAgainOtherwise(new OwnLab(), version);
    await CHECKS.willAfterViolation(new OwnLab(), version);
  });

  it('of ours hold in 5', async () => {
    for (const check of OWN) await CHECKS[check](new OwnLab(), 5);
  });
});

const OWN = [
  'connectInPieces',
  'serverKeepAlive',
  'willAfterViolation',
  'goodbyeWithWill',
  'willEndsWithSession',
  'keptTooLate',
  'neverAgainOtherwise',
] as const satisfies readonly Check[];
