/** Files of what passes over the wire of a spoken scenario. */
import { extname } from 'node:path';
import type { Argv } from 'yargs';
import { parseCacheSize } from '../lab/cache/cache-size.ts';
import { writeWhole } from '../lab/node/write-whole.ts';
import type { Captured, CaptureWish } from '../protocol/job.ts';
import { mermaidText } from '../report/sequence.ts';
import { UsageError } from './command.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';
import type { Source } from './load.ts';

export interface CaptureArgs {
  readonly capture?: readonly string[];
  readonly 'capture-at'?: string;
  readonly 'capture-bytes'?: string;
  readonly 'capture-of'?: string;
}

interface Quiet {
  readonly quiet?: boolean;
}

const SEQUENCES = ['.mmd', '.json'];
const DEFAULT_BYTES = '64MiB';
const DEFAULT_POINT = 'client';

interface Format {
  readonly note: string;
  content(captured: Captured): Uint8Array | string;
}

/** By the end of a file's name. */
const FORMATS: Readonly<Record<string, Format>> = {
  '.pcapng': { note: 'open it in Wireshark', content: ({ packets }) => packets },
  '.har': { note: 'drop it on the network panel of a browser', content: ({ har }) => har },
  '.mmd': {
    note: 'Mermaid draws it: mermaid.live',
    content: ({ sequence }) => mermaidText(sequence!),
  },
  '.json': {
    note: 'the same as data',
    content: ({ sequence }) => `${JSON.stringify(sequence, undefined, 1)}\n`,
  },
};

export const captureOptions = (yargs: Argv): Argv =>
  yargs
    .option('capture', {
      describe: 'write what a spoken run sends: .pcapng, .har, .mmd, .json',
      type: 'string',
      array: true,
      nargs: 1,
    })
    .option('capture-at', {
      describe: 'where: client, server or a node (default: client)',
      type: 'string',
      nargs: 1,
    })
    .option('capture-of', {
      describe: 'what .mmd and .json show: connection/3, request/12, datagrams/2',
      type: 'string',
      nargs: 1,
    })
    .option('capture-bytes', {
      describe: `how much of it (default: ${DEFAULT_BYTES})`,
      type: 'string',
      nargs: 1,
    });

/** @throws UsageError for what cannot be captured. */
export function captureWish(
  args: CaptureArgs,
  sources: readonly Source[],
): CaptureWish | undefined {
  const { capture = [] } = args;
  if (capture.length === 0) return undefined;
  for (const path of capture) {
    if (FORMATS[extname(path)] !== undefined) continue;
    throw new UsageError(`--capture: ${path}: expected a name that ends in ${known()}`);
  }
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0) {
    throw new UsageError(`--capture: ${sources.length} scenarios: expected one`);
  }
  const point = args['capture-at'] ?? DEFAULT_POINT;
  checkPoint(source, point);
  const of = args['capture-of'];
  if (of !== undefined && !/^(connection|request|datagrams)\/[1-9]\d*$/.test(of)) {
    throw new UsageError(
      `--capture-of: ${of}: expected such as connection/3, request/12 or datagrams/2`,
    );
  }
  return { point, of, mostBytes: bytesOf(args['capture-bytes'] ?? DEFAULT_BYTES) };
}

const known = (): string => Object.keys(FORMATS).join(' or ');

function checkPoint({ scenario, file }: Source, point: string): void {
  // What is wrong with the file is said elsewhere.
  if (scenario === undefined) return;
  const how = { model: 'computed', live: 'run live, where the machine has the packets' };
  const { fidelity } = scenario.run;
  if (fidelity !== 'protocol') {
    throw new UsageError(
      `--capture: ${file} is ${how[fidelity]}: expected --set run.fidelity=protocol`,
    );
  }
  const groups = scenario.nodes.map(({ name }) => name);
  const group = point.split(/[/@]/)[0]!;
  if (['client', 'server', ...groups].includes(group)) return;
  throw new UsageError(
    `--capture-at: ${point}: expected client, server or one of ${groups.join(', ')}`,
  );
}

function bytesOf(text: string): number {
  try {
    const size = parseCacheSize(text, false);
    if ('absolute' in size) return size.absolute;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UsageError(`--capture-bytes: ${text}: expected bytes such as ${DEFAULT_BYTES}`);
}

const firstOf = (recorded: number, all: number): string =>
  recorded === all ? String(all) : `the first ${recorded} of ${all}`;

/**
 * @returns 2 when what a sequence should be of was not recorded.
 * @throws FileError when one of them cannot be written.
 */
export async function writeCaptures(
  captured: Captured,
  { capture: paths = [], 'capture-of': of = 'a connection', quiet }: CaptureArgs & Quiet,
  host: Host,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const { connections, seen, requests, asked } = captured;
  const which = firstOf(connections, seen);
  for (const path of paths) {
    const { note, content } = FORMATS[extname(path)]!;
    if (captured.sequence === undefined && SEQUENCES.includes(extname(path))) {
      const there = `${which} connections and ${firstOf(requests, asked)} requests`;
      host.err(`${path}: not written: ${of} was not recorded: there are ${there}\n`);
      code = EXIT.usage;
      continue;
    }
    await writeWhole(path, content(captured));
    if (!quiet) host.err(`wrote ${path}: ${which} connections: ${note}\n`);
  }
  return code;
}
