import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/engine.md'), 'utf8');

/** The first fenced block of a language. */
function block(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/engine.md has no block of ${language}`);
  return text;
}

describe('docs/engine.md', () => {
  it('prints what it says beside its example', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'twinwing-example-'));
    const printed: string[] = [];
    const { log } = console;
    console.log = (line: string) => printed.push(line);
    try {
      const path = join(folder, 'example.ts');
      writeFileSync(path, block('ts').replaceAll("'../sim/", `'${join(ROOT, 'sim')}/`));
      await import(path);
    } finally {
      console.log = log;
      rmSync(folder, { recursive: true });
    }
    expect(`${printed.join('\n')}\n`).toBe(block('text'));
  });
});
