import type { ServerPlan, Software } from './software.ts';

const MIB = 1024 * 1024;
/** Most that it takes: its manual, `total-max-size`. */
const MOST_MIB = 4095;
/** A year: `Cache-Control` decides, and not its own default of 60 s. */
const MAX_AGE_SECONDS = 31_536_000;

/** It has whole MiB only. */
function cacheSection(capacityBytes: number): string {
  const size = Math.min(MOST_MIB, Math.max(1, Math.round(capacityBytes / MIB)));
  return `cache copies
  total-max-size ${size}
  max-object-size ${Math.floor((size * MIB) / 2)}
  max-age ${MAX_AGE_SECONDS}
`;
}

const CACHE_RULES = `  filter cache copies
  http-request cache-use copies
  http-response cache-store copies
`;

const configuration = ({ port, parents, algorithm, cache }: ServerPlan) => `global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 60s
  timeout client 75s
  timeout server 75s
  timeout http-keep-alive 75s
  http-reuse always
${cache === undefined ? '' : cacheSection(cache.capacityBytes)}frontend devices
  bind 127.0.0.1:${port} backlog 4096
${cache === undefined ? '' : CACHE_RULES}  default_backend parents
backend parents
  balance ${haproxy.algorithms[algorithm]}
${parents.map((each, at) => `  server parent${at} 127.0.0.1:${each}`).join('\n')}
`;

export const haproxy: Software = {
  name: 'haproxy',
  title: 'HAProxy',
  debianPackage: 'haproxy',
  isCache: true,
  version: { program: 'haproxy', args: ['-v'] },
  clock: { clock: '1s', expires: 'early' },
  leastBytes: MIB,
  algorithms: {
    'ring-hash': 'uri\n  hash-type consistent',
    'round-robin': 'roundrobin',
    'least-connections': 'leastconn',
    random: 'random(1)',
    'power-of-choices': 'random(2)',
  },
  files: (plan) => ({ 'haproxy.cfg': configuration(plan) }),
  start: ({ folder }) => ({ program: 'haproxy', args: ['-db', '-f', `${folder}/haproxy.cfg`] }),
};
