/** The servers that can stand for nodes, by the names that scenarios have for them. */
import { haproxy } from './haproxy.ts';
import { mosquitto } from './mosquitto.ts';
import { nats } from './nats.ts';
import { nginx } from './nginx.ts';
import { prosody } from './prosody.ts';
import type { Software, Startable } from './software.ts';
import { squid } from './squid.ts';
import { trafficserver } from './trafficserver.ts';
import { varnish } from './varnish.ts';

export const SOFTWARE: readonly Software[] = [nginx, varnish, haproxy, trafficserver, squid];

/** Brokers and chat servers. */
export const MESSAGING: readonly Startable[] = [mosquitto, prosody, nats];

export const softwareOf = (name: string): Software | undefined =>
  SOFTWARE.find((one) => one.name === name);

/** Whatever stands for a node by this name; undefined: ours do. */
export const serverOf = (name: string): Startable | Software | undefined =>
  softwareOf(name) ?? MESSAGING.find((one) => one.name === name);
