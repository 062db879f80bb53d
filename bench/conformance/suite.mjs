/**
 * The suite `http-cache-tests`, as its authors publish it: on npm (one folder), or as in its repository of today, whose
 * engine lies in `test-engine`. Nothing of it is changed; it is imported by its own modules.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const NPM_EDITION = fileURLToPath(
  new URL('../../node_modules/http-cache-tests', import.meta.url),
);

const engineOf = (folder) => {
  const today = join(folder, 'test-engine');
  return existsSync(today) ? today : folder;
};

/** Sets what its scripts have from npm, and begins its server, which listens on a port. */
export async function startServer(folder, port) {
  Object.assign(process.env, {
    npm_config_protocol: 'http',
    npm_config_port: String(port),
    npm_config_pidfile: '/dev/null',
  });
  await import(pathToFileURL(join(engineOf(folder), 'server/server.mjs')));
}

/** @returns its groups of tests, and what runs them. */
export async function loadSuite(folder) {
  const from = (path) => import(pathToFileURL(path));
  const groups = (await from(join(folder, 'tests/index.mjs'))).default;
  const surrogate = join(folder, 'tests/surrogate-control.mjs');
  if (existsSync(surrogate)) groups.push((await from(surrogate)).default);
  const { runTests, getResults } = await from(join(engineOf(folder), 'client/runner.mjs'));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const isOfNpm = engineOf(folder) === folder;
  /** @param agent of `node:http`, where it is not Node's own. */
  const run = (base, atOnce, agent) => {
    if (isOfNpm) return runTests(groups, fetchOf(agent), false, base, atOnce);
    return runTests(groups, false, base, atOnce);
  };
  // Today it asks by the `fetch` that is there, and by undici where it listens for interim answers.
  if (!isOfNpm) globalThis.fetch = (await import('undici')).fetch;
  return { version: isOfNpm ? version : 'repository', groups, run, getResults };
}

/** What npm's edition asks with. */
function fetchOf(agent) {
  const nodeFetch = createRequire(join(NPM_EDITION, 'cli.mjs'))('node-fetch');
  return (url, init) => nodeFetch(url, agent ? { ...init, agent } : init);
}
