/** Reads `links`: settings that differ from what geography says. */
import type { LinkSettings } from '../model/net/network.ts';
import { quote } from '../part/issue.ts';
import { CODE } from './problem.ts';
import { entriesOf, type Reading } from './reading.ts';
import type { LinkEntry } from './scenario.ts';

const LINK = /^\s*(\S+)\s+->\s+(\S+)\s*$/u;

/** @param groups names of the scenario's groups */
export function readLinks(reading: Reading, groups: readonly string[]): LinkEntry[] {
  const { findings, kinds } = reading;
  const seen = new Set<string>();
  return entriesOf(reading, 'links').flatMap(([key, raw]) => {
    const path = ['links', key];
    const settings = findings.parse(kinds.linkParams, raw ?? {}, path);
    const ends = endsOf(reading, key, groups);
    if (ends === undefined) return [];
    const { from, to } = ends;
    if (seen.has(`${from} ${to}`) || seen.has(`${to} ${from}`)) {
      const message = `${from} -> ${to} a second time: expected each pair once`;
      const hint = 'a link holds for both directions';
      findings.add(CODE.repeated, path, message, { target: 'key', hint });
    }
    seen.add(`${from} ${to}`);
    return settings === undefined ? [] : [{ from, to, settings: settings as LinkSettings }];
  });
}

function endsOf(
  { findings }: Reading,
  key: string,
  groups: readonly string[],
): { from: string; to: string } | undefined {
  const path = ['links', key];
  const [, from, to] = LINK.exec(key) ?? [];
  if (from === undefined || to === undefined) {
    const message = `${quote(key)}: expected two groups such as edge -> shield`;
    findings.add(CODE.linkKey, path, message, { target: 'key' });
    return undefined;
  }
  const unknown = [...new Set([from, to])].filter((name) => !groups.includes(name));
  for (const name of unknown) {
    const message = `unknown name ${quote(name)}: expected a group of nodes`;
    const meant = { word: name, known: groups };
    findings.add(CODE.dangling, path, message, { target: 'key', meant });
  }
  return unknown.length > 0 ? undefined : { from, to };
}
