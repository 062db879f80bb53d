/** Other versions of Node, which npm keeps as packages: one for each version, system and processor. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtMain, ROOT } from '../built.ts';
import type { Answer, Engine, ScenarioText } from './engine.ts';

const CACHE = join(tmpdir(), 'twinwing-nodes');
const PACKAGE = `node-${process.platform}-${process.arch}`;
const INSTALL_MS = 100_000;
const SCRIPT = join(ROOT, 'test/engines/in-node.mjs');
/** Results are some hundred kilobytes each. */
const MOST_BYTES = 1 << 28;

const call = promisify(execFile);

/** The newest release of a major version; installed once, outside of the project. */
async function install(major: number): Promise<string> {
  const folder = join(CACHE, String(major));
  const binary = join(folder, 'node_modules', PACKAGE, 'bin/node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const quiet = ['--no-save', '--no-audit', '--no-fund', '--silent'];
  await call('npm', ['install', ...quiet, '--prefix', folder, `${PACKAGE}@${major}`], {
    timeout: INSTALL_MS,
  });
  return binary;
}

/** Does the work in the Node at a path. */
export function workInNode(binary: string, scenarios: readonly ScenarioText[]): Promise<Answer> {
  builtMain();
  return new Promise((resolve, reject) => {
    const child = execFile(binary, [SCRIPT], { maxBuffer: MOST_BYTES }, (error, answer) => {
      if (error === null) resolve(JSON.parse(answer) as Answer);
      else reject(error);
    });
    child.stdin!.end(JSON.stringify(scenarios));
  });
}

export async function otherNode(major: number): Promise<Engine> {
  const name = `Node ${major}`;
  try {
    const binary = await install(major);
    const { stdout } = await call(binary, ['--version']);
    const work = (scenarios: readonly ScenarioText[]) => workInNode(binary, scenarios);
    return { name: `Node ${stdout.trim()}`, work };
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return { name, missing: `npm install ${PACKAGE}@${major} failed: ${reason}` };
  }
}
