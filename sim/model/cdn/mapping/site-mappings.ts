import { registry } from '../../../part/part.ts';
import { anycast } from './anycast.ts';
import { geoDns } from './geo-dns.ts';
import { nearestSite } from './nearest.ts';

/** Those that need no other one. */
export const siteMappings = registry('mapping without a router', [nearestSite, geoDns, anycast]);
