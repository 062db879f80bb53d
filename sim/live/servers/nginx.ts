import { type Finding, FOUND_HEADER, MISS, type ServerPlan, type Software } from './software.ts';

/** nginx looks every 500 ms whether what it waits for is there: ngx_http_file_cache_lock_wait. */
const LOCK_PAUSE_SECONDS = 0.5;

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
      add_header ${FOUND_HEADER} "$upstream_cache_status $request_time" always;${cache === undefined ? '' : cacheLines(cache)}
    }
  }
}
`;
}

/** Source: ngx_http_upstream_module, $upstream_cache_status. */
function finding(headers: ReadonlyMap<string, string>): Finding {
  const [status, seconds] = (headers.get(FOUND_HEADER.toLowerCase()) ?? '').split(' ');
  if (status === 'HIT') {
    const hasWaited = Number(seconds) >= LOCK_PAUSE_SECONDS * 0.9;
    return hasWaited ? { found: 'miss', isCollapsed: true } : { found: 'hit' };
  }
  if (status === 'STALE' || status === 'UPDATING') return { found: 'stale' };
  return status === 'REVALIDATED' ? { found: 'miss', isRevalidated: true } : MISS;
}

export const nginx: Software = {
  name: 'nginx',
  title: 'nginx',
  debianPackage: 'nginx',
  clock: '1s',
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
