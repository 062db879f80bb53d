import { DOMAIN, ROOMS_DOMAIN } from '../chat/prosody-names.ts';
import type { Startable } from './software.ts';

/**
 * XMPP on one host without encryption, for anybody who says a name. Rooms (XEP-0045) are there when somebody joins, keep
 * nothing, and tell nobody who else does, as rooms of the model do not either.
 */
export const prosody: Startable = {
  name: 'prosody',
  title: 'Prosody',
  debianPackage: 'prosody',
  version: { program: 'dpkg-query', args: ['-W', 'prosody'] },
  files: ({ folder, port, ackEvery = 1 }) => ({
    'prosody.cfg.lua': `daemonize = false
run_as_root = true
pidfile = "${folder}/pid"
data_path = "${folder}/data"
storage = "memory"
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
c2s_direct_tls_ports = {}
c2s_require_encryption = false
s2s_ports = {}
modules_enabled = { "saslauth", "disco", "roster", "message", "presence", "iq", "c2s", "smacks" }
modules_disabled = { "s2s", "tls", "offline", "limits" }
smacks_max_unacked_stanzas = ${ackEvery - 1}
smacks_max_queue_size = 1000000
authentication = "insecure"
insecure_open_authentication = "Yes please, I know what I'm doing!"
allow_unencrypted_plain_auth = true
log = { warn = "*console" }
VirtualHost "${DOMAIN}"
Component "${ROOMS_DOMAIN}" "muc"
  muc_room_locking = false
  muc_room_cache_size = 1000000
  muc_occupant_id = false
  max_history_messages = 0
  muc_room_default_history_length = 0
  muc_room_default_presence_broadcast = { visitor = false; participant = false; moderator = false }
`,
    'data/.keep': '',
  }),
  start: ({ folder }) => ({
    program: 'prosody',
    args: ['--config', `${folder}/prosody.cfg.lua`, '-F'],
  }),
};
