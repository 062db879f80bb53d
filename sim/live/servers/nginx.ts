import type { Found } from '../../protocol/meters.ts';
import { FOUND_HEADER, type ServerPlan, type Software } from './software.ts';

const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** Lines of a location that keeps copies. */
const cacheLines = ({ collapse }: { collapse: boolean }) => `
      proxy_cache copies;
      proxy_cache_key $uri;
      proxy_cache_lock ${collapse ? 'on' : 'off'};
      proxy_cache_revalidate on;
      proxy_cache_background_update on;`;

function configuration({ port, folder, parents, algorithm, cache }: ServerPlan): string {
  const balance = nginx.algorithms[algorithm]!;
  const isRoot = process.getuid?.() === 0;
  return `${isRoot ? 'user root;\n' : ''}daemon off;
worker_processes 1;
pid ${folder}/pid;
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
${TEMPORARY.map((what) => `  ${what}_temp_path ${folder}/${what};`).join('\n')}
${
  cache === undefined
    ? ''
    : `  proxy_cache_path ${folder}/copies levels=1:2 keys_zone=copies:16m max_size=${cache.capacityBytes} inactive=1d use_temp_path=off;\n`
}  upstream parents {
    ${balance}
${parents.map((parent) => `    server 127.0.0.1:${parent} max_fails=0;`).join('\n')}
    keepalive 64;
    keepalive_timeout 60s;
  }
  server {
    listen 127.0.0.1:${port} backlog=4096;
    keepalive_timeout 75s;
    keepalive_requests 1000000;
    location / {
      proxy_pass http://parents;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_max_temp_file_size 0;
      proxy_hide_header ${FOUND_HEADER};
      add_header ${FOUND_HEADER} $upstream_cache_status always;${cache === undefined ? '' : cacheLines(cache)}
    }
  }
}
`;
}

/** Source: ngx_http_upstream_module, $upstream_cache_status. */
function finding(headers: ReadonlyMap<string, string>): Found {
  const status = headers.get(FOUND_HEADER.toLowerCase());
  if (status === 'STALE' || status === 'UPDATING') return 'stale';
  return status === 'HIT' ? 'hit' : 'miss';
}

export const nginx: Software = {
  name: 'nginx',
  title: 'nginx',
  debianPackage: 'nginx',
  clock: { clock: '1s' },
  leastBytes: 1,
  isCache: true,
  version: { program: 'nginx', args: ['-v'] },
  algorithms: {
    'ring-hash': 'hash $uri consistent;',
    'round-robin': '',
    'least-connections': 'least_conn;',
    random: 'random;',
    'power-of-choices': 'random two least_conn;',
  },
  files: (plan) => ({ 'nginx.conf': configuration(plan) }),
  start: ({ folder }) => ({
    program: 'nginx',
    args: ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
  }),
  finding,
};
