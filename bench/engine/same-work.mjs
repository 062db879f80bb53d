/**
 * Whether the peers are there and do the same work: `node bench/engine/same-work.mjs` prints, as JSON,
 * what is missing and at which number each engine arrives. Short runs; nothing is timed.
 */
import { peers } from './programs.mjs';
import { interleaved, twinwing } from './rounds.mjs';

const OPERATIONS = 100_000;
const { found, missing } = peers();

/** @param subjects names of peers, each with its name for the work and what follows that. */
function checks(own, subjects) {
  const others = subjects
    .filter(([name]) => found.has(name))
    .map(([name, work, ...rest]) => ({
      name,
      command: found.get(name)(work, OPERATIONS, ...rest),
    }));
  const results = interleaved([{ name: 'Twinwing', command: own }, ...others], { rounds: 1 });
  return Object.fromEntries([...results].map(([name, { check, error }]) => [name, error ?? check]));
}

const report = {
  missing,
  hold: checks(twinwing('hold', OPERATIONS, 100), [
    ['C++', 'hold', 100],
    ['ns-3', 'hold', 100, 'Map'],
  ]),
  'M/M/1': checks(twinwing('mm1', OPERATIONS), [
    ['C++', 'mm1', 0],
    ['ns-3', 'mm1', 0, 'Map'],
    ['SimPy', 'mm1-processes', 0],
  ]),
  'M/M/1, processes': checks(twinwing('mm1-processes', OPERATIONS), []),
  timeouts: checks(twinwing('timeouts', OPERATIONS), [
    ['ns-3', 'timeouts', 0, 'Map'],
    ['SimPy', 'timeouts', 0],
  ]),
};
process.stdout.write(JSON.stringify(report));
