/** What a run leaves in files. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Result } from '../index.ts';
import { FileError } from '../lab/node/file-problem.ts';
import { readText } from '../lab/node/read-text.ts';
import { writeWhole } from '../lab/node/write-whole.ts';
import { htmlReport } from '../report/html.ts';
import { resultJson } from '../report/json.ts';
import { REPORT_SHELL } from './built.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';

export interface Outputs {
  readonly report?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** A clone that was not built has none. */
const SHELL_EXPECTED = 'the shell of reports, which npm run build makes';

interface Output {
  readonly path: string;
  text(): string;
  /** How to look at it. */
  readonly note: string;
}

function wanted(results: readonly Result[], scenarios: number, { report, out }: Outputs): Output[] {
  const found: Output[] = [];
  if (out !== undefined && results.length > 0) {
    const note = 'drop it on the dashboard: twinwing serve';
    found.push({ path: out, text: () => resultJson(results, scenarios), note });
  }
  const [only] = results;
  if (report !== undefined && only !== undefined) {
    const url = pathToFileURL(resolve(report)).href;
    const note = `open it in a browser: ${url}\nlive charts: npx twinwing serve`;
    found.push({
      path: report,
      text: () => htmlReport(readText(REPORT_SHELL, SHELL_EXPECTED), only),
      note,
    });
  }
  return found;
}

/**
 * Writes all that can be written; what cannot is reported and costs nothing else.
 *
 * @param scenarios how many were asked for; there are fewer results when some were not run.
 */
export async function writeOutputs(
  results: readonly Result[],
  scenarios: number,
  outputs: Outputs,
  host: Host,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  for (const { path, text, note } of wanted(results, scenarios, outputs)) {
    try {
      await writeWhole(path, text());
      if (!outputs.quiet) host.err(`wrote ${path}: ${note}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      host.err(`${error.message}\n`);
      code = EXIT.usage;
    }
  }
  return code;
}
