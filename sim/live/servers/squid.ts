import type { ServerPlan, Software } from './software.ts';

/** Everything is in memory; what it holds beside objects is not in `cache_mem`. */
const configuration = ({ port, folder, parents, algorithm, cache }: ServerPlan) => `
http_port 127.0.0.1:${port} accel defaultsite=parents
${parents
  .map(
    (each, at) =>
      `cache_peer 127.0.0.1 parent ${each} 0 no-query no-digest originserver name=parent${at} ${squid.algorithms[algorithm]}`,
  )
  .join('\n')}
http_access allow all
cache_mem ${cache?.capacityBytes ?? 0} bytes
maximum_object_size_in_memory ${cache?.capacityBytes ?? 0} bytes
memory_cache_mode always
memory_replacement_policy lru
collapsed_forwarding ${cache?.collapse === true ? 'on' : 'off'}
client_idle_pconn_timeout 75 seconds
server_idle_pconn_timeout 60 seconds
refresh_pattern . 0 0% 0
pid_filename ${folder}/pid
coredump_dir ${folder}
cache_log ${folder}/cache.log
cache_store_log none
access_log none
netdb_filename none
pinger_enable off
shutdown_lifetime 0 seconds
visible_hostname twinwing
cache_effective_user proxy
`;

export const squid: Software = {
  name: 'squid',
  title: 'Squid',
  debianPackage: 'squid',
  isCache: true,
  version: { program: 'squid', args: ['-v'] },
  clock: { clock: '1s', expires: 'early' },
  leastBytes: 1024 * 1024,
  algorithms: { 'ring-hash': 'carp', 'round-robin': 'round-robin' },
  user: 'proxy',
  files: (plan) => ({ 'squid.conf': configuration(plan) }),
  start: ({ folder }) => ({
    program: 'squid',
    args: ['-N', '-d', '1', '-f', `${folder}/squid.conf`],
  }),
};
