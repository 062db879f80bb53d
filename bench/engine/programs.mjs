/** Which peers are on this machine, and how each is called. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, WORKSHOP } from './compiled.mjs';

/** Names of packages: of Debian, and of npm. Nothing is installed without --install. */
const DEBIAN = ['g++', 'python3-simpy3', 'libns3-dev', 'libsimgrid-dev'];
const SIMJS = 'simjs@2.0.3';

export function install() {
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...DEBIAN], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  execFileSync('npm', ['install', '--prefix', WORKSHOP, '--no-audit', '--no-fund', SIMJS], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Debian's own Python comes after others in PATH, and only it sees Debian's packages. */
function python() {
  const hasSimpy = (program) =>
    spawnSync(program, ['-c', 'import simpy'], { stdio: 'ignore' }).status === 0;
  return ['python3', '/usr/bin/python3'].find(hasSimpy);
}

/**
 * The peers that can run: a function from (work, operations, pending, scheduler) to a command.
 *
 * @returns them by name, and for the others why they are missing.
 */
export function peers() {
  const found = new Map();
  const missing = [];
  const add = (name, { program, missing: why }, command) => {
    if (program === undefined) missing.push(`${name}: ${why}`);
    else found.set(name, (...args) => command(program, args.map(String)));
  };
  const plain = (program, args) => [program, ...args];
  add('C++', compiled('hold'), plain);
  add('ns-3', compiled('ns3', ['-lns3-core']), plain);
  add('SimGrid', compiled('simgrid', ['-lsimgrid']), plain);
  add('SimPy', { program: python(), missing: 'python3-simpy3 is not installed' }, (program, args) =>
    plain(program, ['bench/engine/peers/with_simpy.py', ...args]),
  );
  const simjs = existsSync(join(WORKSHOP, 'node_modules/simjs')) ? process.execPath : undefined;
  add('simjs', { program: simjs, missing: 'the npm package is not there' }, (program, args) => [
    program,
    'bench/engine/peers/simjs.mjs',
    WORKSHOP,
    ...args.slice(1),
  ]);
  return { found, missing };
}

/** Version of an installed Debian package, or a dash. */
export function debianVersion(name) {
  const run = spawnSync('dpkg-query', ['--show', name], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim().split('\t')[1] : '–';
}
