/** The servers that can stand for nodes, by the names that scenarios have for them. */
import { nginx } from './nginx.ts';
import type { Software } from './software.ts';
import { varnish } from './varnish.ts';

export const SOFTWARE: readonly Software[] = [nginx, varnish];

export const softwareOf = (name: string): Software | undefined =>
  SOFTWARE.find((one) => one.name === name);
