/** Which peers are on this machine, and how each is called. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, WORKSHOP } from './compiled.mjs';

/** Names of packages: of Debian, and of npm. */
const DEBIAN = ['g++', 'python3-simpy3', 'libns3-dev', 'libsimgrid-dev'];
const NPM = ['simjs@2.0.3', 'hdr-histogram-js@3.0.1'];

/** Gets what is missing, as far as that is possible: for Debian's packages one has to be root. */
export function install() {
  mkdirSync(WORKSHOP, { recursive: true });
  const absent = DEBIAN.filter((name) => debianVersion(name) === '–');
  const commands = [
    ...(absent.length === 0
      ? []
      : [
          ['apt-get', 'update', '-qq'],
          ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...absent],
        ]),
    ['npm', 'install', '--prefix', WORKSHOP, '--no-audit', '--no-fund', ...NPM],
  ];
  for (const [program, ...args] of commands) {
    const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) process.stderr.write(`could not be installed: ${args.join(' ')}\n`);
  }
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
  const fromNpm = (name) => ({
    program: existsSync(join(WORKSHOP, 'node_modules', name)) ? process.execPath : undefined,
    missing: 'the npm package is not there',
  });
  add('hdr-histogram-js', fromNpm('hdr-histogram-js'), (program) => [
    program,
    'bench/stats/record.mjs',
    'hdr',
    WORKSHOP,
  ]);
  add('simjs', fromNpm('simjs'), (program, args) => [
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
  // Of a package that is known but not there, dpkg gives the name, an empty version and no error.
  return (run.status === 0 && run.stdout.trim().split('\t')[1]) || '–';
}
