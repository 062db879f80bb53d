import type { Found } from '../../protocol/meters.ts';
import { FOUND_HEADER, type ServerPlan, type Software } from './software.ts';

/** Copies that have expired are asked for again with their validator, as the other caches do it. */
const KEEP_SECONDS = 3600;

const program = ({ parents, algorithm }: ServerPlan) => `vcl 4.1;
import directors;
${parents.map((port, at) => `backend parent${at} { .host = "127.0.0.1"; .port = "${port}"; }`).join('\n')}
sub vcl_init {
  new parents = directors.${varnish.algorithms[algorithm]}();
${parents.map((_, at) => `  parents.add_backend(parent${at}${algorithm === 'random' ? ', 1.0' : ''});`).join('\n')}
${algorithm === 'ring-hash' ? '  parents.reconfigure();\n' : ''}}
sub vcl_recv {
  set req.backend_hint = parents.backend(${algorithm === 'ring-hash' ? 'by=URL' : ''});
}
sub vcl_deliver {
  if (obj.hits == 0) { set resp.http.${FOUND_HEADER} = "miss"; }
  else if (obj.ttl < 0s) { set resp.http.${FOUND_HEADER} = "stale"; }
  else { set resp.http.${FOUND_HEADER} = "hit"; }
}
`;

function finding(headers: ReadonlyMap<string, string>): Found {
  const word = headers.get(FOUND_HEADER.toLowerCase());
  return word === 'hit' || word === 'stale' ? word : 'miss';
}

export const varnish: Software = {
  name: 'varnish',
  title: 'Varnish',
  debianPackage: 'varnish',
  leastBytes: 1024 * 1024,
  isCache: true,
  version: { program: 'varnishd', args: ['-V'] },
  algorithms: { 'ring-hash': 'shard', 'round-robin': 'round_robin', random: 'random' },
  files: (plan) => ({ 'live.vcl': program(plan) }),
  start: ({ folder, port, cache }) => {
    const parameters = {
      default_grace: 0,
      default_keep: KEEP_SECONDS,
      // Otherwise what lives shortly is kept elsewhere, without limit.
      shortlived: 0,
      timeout_idle: 75,
      http_gzip_support: 'off',
      thread_pools: 1,
    };
    const settings = Object.entries(parameters).flatMap(([name, value]) => [
      '-p',
      `${name}=${value}`,
    ]);
    const where = [
      '-n',
      `${folder}/varnish`,
      '-a',
      `127.0.0.1:${port}`,
      '-f',
      `${folder}/live.vcl`,
    ];
    const storage = ['-s', `malloc,${cache?.capacityBytes ?? 0}b`];
    return { program: 'varnishd', args: ['-F', '-j', 'none', ...where, ...storage, ...settings] };
  },
  finding,
};
