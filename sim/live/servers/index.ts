/** The servers that can stand for nodes, by the names that scenarios have for them. */
import { haproxy } from './haproxy.ts';
import { nginx } from './nginx.ts';
import type { Software } from './software.ts';
import { squid } from './squid.ts';
import { trafficserver } from './trafficserver.ts';
import { varnish } from './varnish.ts';

export const SOFTWARE: readonly Software[] = [nginx, varnish, haproxy, trafficserver, squid];

export const softwareOf = (name: string): Software | undefined =>
  SOFTWARE.find((one) => one.name === name);
