/** Price lists as words of a command line. */
import { deliverers, type Result } from '../index.ts';
import { UsageError } from './command.ts';

/** A name, or a map with parameters as JSON: `{"s3":{"stored":"2TB"}}`. */
function listsIn(text: string): unknown[] {
  if (!text.startsWith('{')) return text.split(',').map((name) => name.trim());
  try {
    return [JSON.parse(text)];
  } catch {
    throw new UsageError(`--list: ${text}: expected JSON such as {"s3":{"stored":"2TB"}}`);
  }
}

/** @returns lists by group; those without a group are for whoever delivers. */
export function nodesOf(result: Result, lists: readonly string[]): Record<string, unknown[]> {
  const nodes: Record<string, unknown[]> = {};
  for (const one of lists) {
    const [, group, names = ''] = /^(?:([\p{L}\p{N}_-]+)=)?(.*)$/su.exec(one)!;
    for (const name of group === undefined ? deliverers(result) : [group]) {
      nodes[name] = [...(nodes[name] ?? []), ...listsIn(names)];
    }
  }
  return nodes;
}
