import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindFacts } from '../sim/cli/catalogue.ts';
import { partsPage } from '../sim/report/parts-page.ts';
import { builtMain, ROOT } from './built.ts';
import { anchorsOf, brokenLinks } from './docs/links.ts';
import { type ConsoleBlock, consoleBlocks } from './docs/markdown.ts';

/** Markdown pages that are or will be under version control. */
function pages(): Map<string, string> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '*.md'];
  const paths = execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const there = paths.filter((path) => path !== '' && existsSync(join(ROOT, path)));
  return new Map(there.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

/** Runs a command as a reader of the page would, in a clone of the repository. */
function outputOf(command: string): string {
  const script = `twinwing() { "${process.execPath}" "${builtMain()}" "$@"; }\n${command}`;
  const env = { ...process.env, NO_COLOR: '1' };
  const { stdout } = spawnSync('sh', ['-c', `{ ${script}\n} 2>&1`], {
    cwd: ROOT,
    encoding: 'utf8',
    env,
  });
  return stdout;
}

const update = process.env.UPDATE_DOCS === '1';

/** Writes what a command prints now into the page that shows it. */
function showsNow(page: string, command: string, before: string, printed: string): void {
  const path = join(ROOT, page);
  const [from, to] = [`$ ${command}\n${before}`, `$ ${command}\n${printed}`];
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(from, () => to),
  );
}

describe('links', () => {
  it('of all pages lead somewhere', () => {
    expect(brokenLinks(pages(), (path) => existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('are followed to files and headings', () => {
    const planted = new Map([
      ['docs/a.md', '# One\n\n[x](b.md#two-words) [y](../c.md) [z](#one)\n\n[bad](b.md#three)'],
      ['docs/b.md', '## Two `words`!\n\n[gone](gone.md) `[code](no.md)` [far](https://here.org)'],
    ]);
    const there = ['docs/a.md', 'docs/b.md', 'c.md'];
    expect(brokenLinks(planted, (path) => there.includes(path))).toEqual([
      'docs/a.md:5: b.md#three: no such heading',
      'docs/b.md:3: gone.md: no such file',
    ]);
  });

  // Authority: what GitHub shows for these headings.
  it('know the anchors of headings', () => {
    const page =
      '# Exit codes\n## `--json` & more\n## 中文 标题\n## Again\n## Again\n```\n# no\n```\n';
    const anchors = ['exit-codes', '--json--more', '中文-标题', 'again', 'again-1'];
    expect([...anchorsOf(page)]).toEqual(anchors);
  });
});

describe('commands on pages', () => {
  const blocks = [...pages()].flatMap(([path, text]) => consoleBlocks(path, text));

  it('print what the pages show', () => {
    const isRun = ({ steps }: ConsoleBlock) =>
      /^(twinwing|node dist\/cli\/main\.js)\b/.test(steps[0]!.command);
    for (const { page, line, steps } of blocks.filter(isRun)) {
      for (const { command, output } of steps) {
        const printed = outputOf(command);
        if (update) showsNow(page, command, output, printed);
        else expect(printed, `${page}:${line}: ${command}, UPDATE_DOCS=1`).toBe(output);
      }
    }
  });

  it('are taken from marked blocks', () => {
    const page =
      'x\n\n<!-- run -->\n```console\n$ twinwing --version\n0.1.0\n$ echo a\na\n```\n\n```console\n$ rm -r x\n```\n';
    expect(consoleBlocks('a.md', page)).toEqual([
      {
        page: 'a.md',
        line: 3,
        steps: [
          { command: 'twinwing --version', output: '0.1.0\n' },
          { command: 'echo a', output: 'a\n' },
        ],
      },
    ]);
  });

  it('are run by a shell that knows twinwing', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(outputOf('twinwing --version | cat')).toBe(`${version}\n`);
  });
});

describe('docs/parts.md', () => {
  it('is what the parts say of themselves', () => {
    const path = join(ROOT, 'docs/parts.md');
    const page = partsPage(kindFacts());
    if (update) writeFileSync(path, page);
    expect(readFileSync(path, 'utf8'), 'UPDATE_DOCS=1 writes it anew').toBe(page);
  });
});
