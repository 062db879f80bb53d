/** The command line: which commands there are, and how every one of them can end. */
import yargs, { type Argv } from 'yargs';
import { FileError } from '../lab/node/file-problem.ts';
import { VERSION } from '../lab/version.ts';
import { nearest } from '../scenario/nearest.ts';
import { type Command, UsageError } from './command.ts';
import { hideDashes, showDashes } from './dash.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';
import { commandLine } from './shell.ts';

interface Entry {
  /** Name and positionals, as yargs writes them. */
  readonly usage: string;
  readonly summary: string;
  /** Reads the command's file only when it is called: start-up is what one waits for most. */
  load(): Promise<{ command: Command<never> }>;
}

const COMMANDS: readonly Entry[] = [
  {
    usage: 'run <files..>',
    summary: 'run scenarios and check their assertions',
    load: () => import('./commands/run.ts'),
  },
  {
    usage: 'compare <a> [b]',
    summary: 'run two scenarios on the same customers and show what differs',
    load: () => import('./commands/compare.ts'),
  },
  {
    usage: 'live <file>',
    summary: 'run a scenario by real servers on this machine, in real time',
    load: () => import('./commands/live.ts'),
  },
  {
    usage: 'price <result>',
    summary: 'say what a stored result costs by other price lists',
    load: () => import('./commands/price.ts'),
  },
  {
    usage: 'cache <traces..>',
    summary: 'replay traces to caches of several policies and sizes',
    load: () => import('./commands/cache.ts'),
  },
  {
    usage: 'trace <action> <from> [to]',
    summary: 'show the way of a message, or convert a trace to compact columns',
    load: () => import('./commands/trace.ts'),
  },
  {
    usage: 'validate <files..>',
    summary: 'check scenarios without running them',
    load: () => import('./commands/validate.ts'),
  },
  {
    usage: 'verify <file>',
    summary: 'run a scenario twice and name the first event that differs',
    load: () => import('./commands/verify.ts'),
  },
  {
    usage: 'resolve <file>',
    summary: 'print a scenario with all that it extends',
    load: () => import('./commands/resolve.ts'),
  },
  {
    usage: 'explain [name]',
    summary: 'explain a part, a metric or a problem code',
    load: () => import('./commands/explain.ts'),
  },
  {
    usage: 'schema',
    summary: 'print the JSON Schema of scenarios',
    load: () => import('./commands/schema.ts'),
  },
  {
    usage: 'serve [dir]',
    summary: 'serve the dashboard on this machine',
    load: () => import('./commands/serve.ts'),
  },
  {
    usage: 'doctor',
    summary: 'check what this machine has',
    load: () => import('./commands/doctor.ts'),
  },
];

const UNKNOWN = /^Unknown arguments?: (.+)$/;

/** yargs suggests commands; this does the same for options. */
function explainUnknown(message: string, options: readonly string[]): string {
  const [first] = UNKNOWN.exec(message)?.[1]?.split(', ') ?? [];
  if (first === undefined) return message;
  const near = nearest(first, options);
  return near === undefined ? message : `${message}\nDid you mean --${near}?`;
}

/** yargs 18 can say which options it knows; its types do not have it. */
const optionsOf = (parser: Argv): string[] => {
  const known = parser as unknown as { getOptions(): { key: Readonly<Record<string, unknown>> } };
  return Object.keys(known.getOptions().key);
};

/** @param ended takes what the command that was called returns. */
function commandLineOf(words: readonly string[], host: Host, ended: (code: ExitCode) => void) {
  const parser = yargs(hideDashes(words))
    .scriptName('twinwing')
    .usage('$0 <command>\n\nBenchmarks content delivery and messaging in simulated time')
    // Messages are parsed below, and ours are in English too.
    .locale('en')
    .parserConfiguration({
      'camel-case-expansion': false,
      'parse-numbers': false,
      // Options that take a value would be `false` by --no-…, which nothing expects.
      'boolean-negation': false,
    })
    .exitProcess(false)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'expected a command')
    .version(VERSION)
    .option('debug', { describe: 'show the stack of internal errors', type: 'boolean' })
    .help()
    .group(['debug', 'help', 'version'], 'Everywhere:')
    .wrap(Math.min(host.width, 100))
    .fail((message, error) => {
      if (error !== undefined) throw error;
      throw new UsageError(explainUnknown(message, optionsOf(parser)));
    });
  for (const { usage, summary, load } of COMMANDS) {
    parser.command(
      usage,
      summary,
      async (yargs: Argv) => (await load()).command.declare(yargs),
      async (args) => ended(await (await load()).command.run(showDashes(args) as never, host)),
    );
  }
  return parser.completion('completion', 'print a script that completes commands in your shell');
}

const wantsDebug = (words: readonly string[]): boolean =>
  words.includes('--debug') || (process.env.TWINWING_DEBUG ?? '') !== '';

/** What to say of an error that should not have happened. */
function bugReport(error: unknown, words: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? error.stack : message;
  const { version, platform, arch } = process;
  return [
    `internal error: ${message}`,
    'This is a mistake of Twinwing, not of your scenario. Please report it with the scenario and:',
    `  replay: ${commandLine(['twinwing', ...words])}`,
    `  twinwing ${VERSION}, node ${version}, ${platform} ${arch}`,
    wantsDebug(words) ? stack : '  --debug shows where it happened',
    '',
  ].join('\n');
}

function report(error: unknown, words: readonly string[], host: Host): ExitCode {
  // Most complaints of yargs come through `fail`, but not all.
  if (error instanceof UsageError || (error instanceof Error && error.name === 'YError')) {
    const isKnown = COMMANDS.some(({ usage }) => usage.split(' ')[0] === words[0]);
    const topic = isKnown ? `twinwing ${words[0]}` : 'twinwing';
    host.err(`${error.message}\n${topic} --help says more\n`);
    return EXIT.usage;
  }
  if (error instanceof FileError) {
    host.err(`${error.message}\n`);
    return EXIT.usage;
  }
  host.err(bugReport(error, words));
  return EXIT.bug;
}

/**
 * Runs one command line.
 *
 * @param words what follows the program's name.
 */
export async function runCli(words: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  try {
    const parser = commandLineOf(words, host, (ended) => {
      code = ended;
    });
    await parser.parseAsync();
    return code;
  } catch (error) {
    return report(error, words, host);
  }
}
