/** Reads a Result that someone saved, and says exactly what is wrong with a file that is none. */
import { RESULT_FORMAT, RESULT_VERSION, type Result } from '../../sim/index.ts';
import type { Messages } from './messages.ts';

export type Opened = { readonly result: Result } | { readonly problem: string };

const LISTS = ['replications', 'timeline', 'assumptions', 'verdicts', 'traffic'] as const;
const NUMBERS = ['durationMs', 'warmupMs', 'windowMs'] as const;

export function openResult(name: string, text: string, say: Messages): Opened {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return { problem: say.file.notJson(name) };
  }
  if (!isMap(data) || data.format !== RESULT_FORMAT) return { problem: say.file.notResult(name) };
  if (data.version !== RESULT_VERSION)
    return { problem: say.file.otherVersion(name, String(data.version), RESULT_VERSION) };
  const field = brokenField(data);
  if (field !== undefined) return { problem: say.file.broken(name, field) };
  return { result: data as unknown as Result };
}

type Map = Readonly<Record<string, unknown>>;

const isMap = (data: unknown): data is Map =>
  data !== null && typeof data === 'object' && !Array.isArray(data);

/** Checks what drawing relies on, so that a damaged file gives a sentence and not a blank page. */
function brokenField(data: Map): string | undefined {
  for (const list of LISTS) if (!Array.isArray(data[list])) return list;
  const { scenario, topology } = data;
  if (!isMap(scenario)) return 'scenario';
  for (const key of NUMBERS) if (typeof scenario[key] !== 'number') return `scenario.${key}`;
  if (!((scenario.windowMs as number) > 0)) return 'scenario.windowMs';
  if (!isMap(topology) || !Array.isArray(topology.groups) || !Array.isArray(topology.edges))
    return 'topology';
  const sound = (one: unknown) =>
    isMap(one) && Array.isArray(one.counters) && Array.isArray(one.histograms);
  return (data.replications as unknown[]).every(sound) ? undefined : 'replications';
}
