import type { ServerPlan, Software } from './software.ts';

const records = ({ port, folder, cache }: ServerPlan): string => {
  const settings: Readonly<Record<string, string | number>> = {
    'http.server_ports': `${port}:ip-in=127.0.0.1`,
    'http.cache.http': cache === undefined ? 0 : 1,
    'http.insert_response_via_str': 0,
    'http.insert_request_via_str': 0,
    'http.keep_alive_no_activity_timeout_in': 75,
    'http.keep_alive_no_activity_timeout_out': 60,
    'exec_thread.autoconfig.enabled': 0,
    'exec_thread.limit': 1,
    'cache.ram_cache.size': cache?.capacityBytes ?? 0,
    'log.logging_enabled': 0,
    'diags.output.status': 'E',
    'diags.output.error': 'E',
    ...(process.getuid?.() === 0 && { 'admin.user_id': USER }),
    crash_log_helper: 'NULL',
    local_state_dir: folder,
    'log.logfile_dir': folder,
    'plugin.plugin_dir': folder,
    'process_manager.mgmt_port': 0,
    'hostdb.disable_reverse_lookup': 1,
    dump_mem_info_frequency: 0,
  };
  const lines = Object.entries(settings).map(
    ([name, value]) =>
      `CONFIG proxy.config.${name} ${typeof value === 'number' ? 'INT' : 'STRING'} ${value}`,
  );
  return `${lines.join('\n')}\n`;
};

/** It refuses to be root. */
const USER = 'trafficserver';

/** With less it ends by SIGSEGV: traffic_server 9.2.9 has no segment for its table of volumes then. */
const LEAST_BYTES = 64 * 1024 * 1024;

export const trafficserver: Software = {
  name: 'trafficserver',
  title: 'Traffic Server',
  debianPackage: 'trafficserver',
  isCache: true,
  version: { program: 'traffic_server', args: ['--version'] },
  clock: { clock: '1s' },
  user: USER,
  leastBytes: LEAST_BYTES,
  algorithms: {},
  files: (plan) => ({
    'records.config': records(plan),
    'remap.config': `map / http://127.0.0.1:${plan.parents[0]}/\n`,
    'storage.config': `${plan.folder}/store ${plan.cache?.capacityBytes ?? LEAST_BYTES}\n`,
    'plugin.config': '',
    'ip_allow.yaml':
      'ip_allow:\n  - apply: in\n    ip_addrs: 127.0.0.1\n    action: allow\n    methods: ALL\n',
    'store/.keep': '',
  }),
  start: ({ folder }) => ({
    program: 'traffic_server',
    args: [],
    env: {
      PROXY_CONFIG_CONFIG_DIR: folder,
      PROXY_CONFIG_LOCAL_STATE_DIR: folder,
      PROXY_CONFIG_LOG_LOGFILE_DIR: folder,
    },
  }),
};
