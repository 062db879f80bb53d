/** What is wrong with a scenario, and where; and the list that collects it. */

import { ISSUE } from '../part/issue.ts';

/** Lines and columns count from 1, columns in UTF-16 units, as editors do. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Of the marked text, on its first line; 1 or more. */
  readonly length: number;
}

export interface Problem extends Place {
  /** Stable; explained in `PROBLEM_CODES`. */
  readonly code: string;
  /** Dotted, as `--set` takes it: `nodes.edge.capacity`; empty for the whole file. */
  readonly path: string;
  /** `found: expected …`, lower case, without a full stop. */
  readonly message: string;
  readonly hint?: string;
}

/** Takes a problem with a piece of text, before it is known to which path it belongs. */
export type Report = (code: string, place: Place, message: string, hint?: string) => void;

/** @returns a report that adds to a list. */
export const reportTo =
  (problems: Problem[], path = ''): Report =>
  (code, place, message, hint) => {
    const facts = { code, ...place, path, message };
    problems.push(hint === undefined ? facts : { ...facts, hint });
  };

/** Keys and list indices from the top of a scenario. */
export type Path = readonly (string | number)[];

/** Codes of problems that the reader finds itself; those of parts are in `part/issue.ts`. */
export const CODE = {
  syntax: 'TW1001',
  tab: 'TW1002',
  duplicateKey: 'TW1003',
  notAMap: 'TW1004',
  tooLarge: 'TW1005',
  tooDeep: 'TW1006',
  alias: 'TW1007',
  characters: 'TW1008',
  severalDocuments: 'TW1009',
  unreadable: 'TW1010',
  extendsCycle: 'TW1011',
  set: 'TW1012',
  more: 'TW1099',
  unknownKey: 'TW1101',
  type: 'TW1102',
  missing: 'TW1103',
  version: 'TW1104',
  name: 'TW1105',
  value: 'TW1106',
  range: ISSUE.range,
  reserved: 'TW1107',
  unknownName: ISSUE.unknownName,
  dangling: 'TW1301',
  unfit: 'TW1302',
  instances: 'TW1303',
  cycle: 'TW1304',
  warmup: 'TW1305',
  linkKey: 'TW1306',
  repeated: 'TW1307',
  idle: 'TW1320',
  together: 'TW1330',
  assertion: 'TW1401',
  label: 'TW1402',
  goal: 'TW1403',
  otherTime: 'TW1501',
  otherCustomers: 'TW1502',
} as const;

/** More would not be read; the first usually explain the rest. */
const MOST_PROBLEMS = 50;

const compare = (one: string | number, other: string | number): number =>
  one < other ? -1 : one > other ? 1 : 0;

/**
 * @param files in the order in which people look at them
 * @returns each problem once, in order of its place, and no more than people read.
 */
export function inOrder(problems: readonly Problem[], files: readonly string[]): Problem[] {
  const keyOf = ({ code, file, line, column, message }: Problem) =>
    JSON.stringify([code, file, line, column, message]);
  const once = [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
  const rank = new Map(files.map((file, index) => [file, index]));
  once.sort(
    (one, other) =>
      compare(rank.get(one.file) ?? files.length, rank.get(other.file) ?? files.length) ||
      compare(one.line, other.line) ||
      compare(one.column, other.column) ||
      compare(one.code, other.code) ||
      compare(one.message, other.message),
  );
  const rest = once.length - MOST_PROBLEMS;
  if (rest <= 0) return once;
  const { file, line, column, length } = once[MOST_PROBLEMS]!;
  const message = `… and ${rest} more: expected these to be put right first`;
  const more = { code: CODE.more, path: '', message, file, line, column, length };
  return [...once.slice(0, MOST_PROBLEMS), more];
}
