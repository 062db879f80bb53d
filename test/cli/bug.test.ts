import { describe, expect, it } from 'vitest';
import { runCli } from '../../sim/cli/app.ts';
import type { Host } from '../../sim/cli/host.ts';
import { PLAIN } from '../../sim/report/style.ts';
import { STACK } from './cli.ts';

/** A terminal that fails in the middle of a command, as only a mistake of ours would. */
function brokenHost(said: string[]): Host {
  const out = () => {
    throw new Error('planted');
  };
  const err = (text: string) => void said.push(text);
  return { out, err, outStyle: PLAIN, errStyle: PLAIN, isWatched: false, width: 100 };
}

async function fail(words: readonly string[]) {
  const said: string[] = [];
  const code = await runCli(words, brokenHost(said));
  return { code, text: said.join('') };
}

describe('a mistake of ours', () => {
  it('ends with 3, says how to replay it and shows no stack', async () => {
    const { code, text } = await fail(['explain']);
    expect(code).toBe(3);
    expect(text).toContain('internal error: planted\n');
    expect(text).toContain('  replay: twinwing explain\n');
    expect(text).toContain('Please report it');
    expect(text).not.toMatch(STACK);
  });

  it('shows its stack when asked to', async () => {
    expect((await fail(['explain', '--debug'])).text).toMatch(STACK);
  });
});
