/** Scenario text → checked Scenario, or everything that is wrong with it. */
import { type ResolveFile, readMerged } from './extends.ts';
import { Findings } from './findings.ts';
import type { Kinds } from './grammar.ts';
import { isMap } from './inline.ts';
import { checkCycles, Names } from './names.ts';
import { CODE, inOrder, type Problem, reportTo } from './problem.ts';
import { readAssertions } from './read-assertions.ts';
import { readFiles } from './read-files.ts';
import { readLinks } from './read-links.ts';
import { readNetwork } from './read-network.ts';
import { readNodes } from './read-nodes.ts';
import { readPlaces } from './read-places.ts';
import { readPrice } from './read-price.ts';
import { checkVersion, readRun, readTitle } from './read-run.ts';
import { readTimeline } from './read-timeline.ts';
import { readTraffic } from './read-traffic.ts';
import { withGoal } from './read-until.ts';
import type { Reading } from './reading.ts';
import type { Scenario } from './scenario.ts';
import { SECTIONS } from './sections.ts';
import { applySets, SET_FILE } from './set.ts';
import { SourceMap } from './source.ts';
import { type MapTree, toPlain } from './tree.ts';

export interface ReadOptions {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Each `path=value`; laid over the document before it is checked. */
  readonly set?: readonly string[];
  /** Wins over the file's seed. */
  readonly seed?: string;
  /**
   * Gives the text of a file that another one extends or that a part reads. May throw an Error that says why not.
   *
   * @param path as written; relative to the folder of `from`. `siblingOf` joins the two.
   */
  readonly resolveFile?: ResolveFile;
  readonly kinds: Kinds;
}

export type ReadResult =
  | { readonly scenario: Scenario; readonly problems: readonly [] }
  | { readonly scenario: undefined; readonly problems: readonly Problem[] };

/** Never throws for what a user wrote. */
export function read(text: string, options: ReadOptions): ReadResult {
  const { tree, isWhole, problems, files } = readDocument(text, options);
  if (tree === undefined || !isWhole) return { scenario: undefined, problems };
  const findings = new Findings(new SourceMap(tree));
  const raw = toPlain(tree) as Reading['raw'];
  const scenario = readSections({ kinds: options.kinds, findings, raw }, options);
  const all = inOrder([...problems, ...findings.problems], files);
  if (all.length === 0 && scenario !== undefined) return { scenario, problems: [] };
  return { scenario: undefined, problems: all };
}

export interface ReadDocument {
  /** With all that it extends and what was set; undefined when it is no map. */
  readonly tree: MapTree | undefined;
  /** Whether nothing is missing that other files were to give. */
  readonly isWhole: boolean;
  readonly problems: readonly Problem[];
  readonly files: readonly string[];
}

/** The document as it will be checked. */
export function readDocument(text: string, options: Omit<ReadOptions, 'kinds'>): ReadDocument {
  const { file, set = [], resolveFile } = options;
  const merged = readMerged(file, text, resolveFile);
  const files = [...merged.files, SET_FILE];
  const problems = [...merged.problems];
  const tree = merged.tree && applySets(merged.tree, set, reportTo(problems));
  return { tree, isWhole: merged.isWhole, problems: inOrder(problems, files), files };
}

function readSections(
  reading: Reading,
  { seed, resolveFile }: Pick<ReadOptions, 'seed' | 'resolveFile'>,
): Scenario | undefined {
  const { findings, raw } = reading;
  checkSections(reading);
  checkVersion(reading);
  const title = readTitle(reading);
  const written = readRun(reading, seed);
  const placing = readPlaces(reading);
  const declared = readNodes(reading, placing);
  const placeNames = placing.places.map(({ name }) => name);
  const trafficNames = isMap(raw.traffic) ? Object.keys(raw.traffic) : [];
  const names = new Names(findings, declared, trafficNames, placeNames);
  for (const { path, references } of declared) names.check(path, references);
  checkCycles(findings, declared);
  const network = readNetwork(reading);
  const links = readLinks(reading, names.groups);
  const traffic = readTraffic(reading, names);
  const files = readFiles(findings, declared, traffic, resolveFile);
  const { entries: timeline, phases } = readTimeline(reading, names);
  const price = readPrice(reading, declared);
  const known = {
    node: names.groups,
    to: names.groups,
    traffic: trafficNames,
    ...(placing.areAll && { place: placeNames }),
    ...(phases && { during: phases }),
    plan: price?.plans.map(({ name }) => name) ?? [],
  };
  const assertions = readAssertions(reading, known, price?.rates);
  const run = withGoal(reading, written, known);
  if (run === undefined || network === undefined) return undefined;
  const { places } = placing;
  const nodes = declared.flatMap(({ group }) => group ?? []);
  const { source } = findings;
  const sections = { title, run, places, nodes, network, links, traffic, timeline };
  return { ...sections, ...(price && { price }), assertions, files, source };
}

function checkSections({ raw, findings }: Reading): void {
  for (const key of Object.keys(raw)) {
    if (key === 'sweep') {
      const hint = 'run the scenario once for each value, with --set path=value';
      findings.add(
        CODE.reserved,
        [key],
        'reserved: expected no sweeps, which are not available yet',
        {
          target: 'key',
          hint,
        },
      );
    } else if (!SECTIONS.includes(key)) {
      findings.unknownKey([], key, SECTIONS);
    }
  }
}
