import type { ServerPlan, Startable } from './software.ts';

/** To another broker: what is said at either goes to the other. Source: mosquitto.conf(5), Configuring Bridges. */
const bridge = ({ port, name }: { port: number; name: string }) => `connection ${name}
address 127.0.0.1:${port}
topic # both 2
local_clientid local-${name}
remote_clientid ${name}
bridge_protocol_version mqttv311
notifications false
keepalive_interval 60
restart_timeout 5
`;

/** Written down after each change, so that it outlives a process that is killed. */
const persistent = (folder: string) => `persistence true
persistence_location ${folder}/
autosave_on_changes true
autosave_interval 1
`;

const configuration = ({ port, folder, broker }: ServerPlan) => `listener ${port} 127.0.0.1
allow_anonymous true
${broker?.isPersistent === true ? persistent(folder) : 'persistence false\n'}set_tcp_nodelay true
max_queued_messages 100000
log_dest stderr
log_type error
log_type warning
${process.getuid?.() === 0 ? 'user root\n' : ''}${(broker?.bridges ?? []).map(bridge).join('')}`;

/** MQTT 3.1.1 and 5. */
export const mosquitto: Startable = {
  name: 'mosquitto',
  title: 'Mosquitto',
  debianPackage: 'mosquitto',
  version: { program: 'mosquitto', args: ['-h'] },
  files: (plan) => ({ 'mosquitto.conf': configuration(plan) }),
  start: ({ folder }) => ({ program: 'mosquitto', args: ['-c', `${folder}/mosquitto.conf`] }),
};
