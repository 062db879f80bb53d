/** aedes 1.2.0 and the numbered statements of MQTT 3.1.1: what it keeps to, and what not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AedesLab } from './aedes-lab.ts';
import { CHECKS, type Check } from './checks/index.ts';
import { NOT_OURS } from './statement.ts';
import { STATEMENTS_3 } from './statements-3.data.ts';

/** What aedes, or the codec that it reads with, does not do; by check. */
const FAILS: ReadonlyMap<string, string> = new Map([
  ['illFormedStrings', 'mqtt-packet takes any bytes for a string'],
  ['illFormedClientId', 'the same'],
  ['illFormedWillTopic', 'the same'],
  ['illFormedUser', 'the same'],
  ['illFormedFilters', 'the same'],
  ['illFormedToUnsubscribe', 'the same'],
  ['nullCharacters', 'U+0000 is a character like others'],
  ['nullInFilters', 'the same'],
  ['identifiersOfZero', 'a packet identifier of 0 is taken'],
  ['unknownVersion', 'mqtt-packet closes without an answer'],
  ['willOfQos3', 'a will of QoS 3 is taken'],
  ['userWithoutFlag', 'what is behind the fields of CONNECT is passed over'],
  ['passwordWithoutFlag', 'the same'],
  ['malformedConnect', 'the same'],
  ['passwordNeedsUser', 'a password without a user is taken'],
  ['noClientIdAndASession', 'who has no name may have a session'],
  ['refusedHasNoSession', 'the same'],
  ['dupWhenSentAgain', 'what is sent again has no DUP'],
  ['sentAgainInOrder', 'the same'],
  ['dupAtQos0', 'DUP with QoS 0 is taken'],
  ['dupIsNotHandedOn', 'DUP of a publisher is handed on'],
  ['wholeTail', 'a wildcard behind a single character is taken: a#'],
  ['oneLevel', 'the same: a+'],
  ['overlapping', 'the QoS of any of the filters is taken, not the highest'],
  ['noFiltersToUnsubscribe', 'UNSUBSCRIBE without a filter is answered'],
]);

const checked = STATEMENTS_3.filter(([, by]) => !(by in NOT_OURS));

describe('aedes', () => {
  let lab: AedesLab;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    lab = await AedesLab.open();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await lab.close();
  });

  it.each(checked.filter(([, by]) => !FAILS.has(by)))('keeps to MQTT-%s (%s): %s', (_id, by) =>
    CHECKS[by as Check](lab, 4),
  );

  it.each(checked.filter(([, by]) => FAILS.has(by)))(
    'does not keep to MQTT-%s (%s): %s',
    (_id, by) => expect(CHECKS[by as Check](lab, 4)).rejects.toThrow(),
  );
});
