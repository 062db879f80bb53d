import type { Startable } from './software.ts';

/** XMPP on one host without encryption, for accounts that anybody may register. */
export const prosody: Startable = {
  name: 'prosody',
  title: 'Prosody',
  debianPackage: 'prosody',
  version: { program: 'dpkg-query', args: ['-W', 'prosody'] },
  files: ({ folder, port }) => ({
    'prosody.cfg.lua': `daemonize = false
run_as_root = true
pidfile = "${folder}/pid"
data_path = "${folder}/data"
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_require_encryption = false
s2s_ports = {}
modules_enabled = { "saslauth", "disco", "roster", "message", "presence", "iq", "c2s", "muc" }
modules_disabled = { "s2s", "tls", "offline" }
authentication = "insecure"
insecure_open_authentication = "Yes please, I know what I'm doing!"
allow_unencrypted_plain_auth = true
log = { warn = "*console" }
VirtualHost "localhost"
Component "rooms.localhost" "muc"
`,
    'data/.keep': '',
  }),
  start: ({ folder }) => ({
    program: 'prosody',
    args: ['--config', `${folder}/prosody.cfg.lua`, '-F'],
  }),
};
