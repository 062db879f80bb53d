import type { Startable } from './software.ts';

/** MQTT 3.1.1 and 5. */
export const mosquitto: Startable = {
  name: 'mosquitto',
  title: 'Mosquitto',
  debianPackage: 'mosquitto',
  version: { program: 'mosquitto', args: ['-h'] },
  files: ({ port }) => ({
    'mosquitto.conf': `listener ${port} 127.0.0.1
allow_anonymous true
persistence false
set_tcp_nodelay true
max_queued_messages 100000
log_dest stderr
log_type error
log_type warning
${process.getuid?.() === 0 ? 'user root\n' : ''}`,
  }),
  start: ({ folder }) => ({ program: 'mosquitto', args: ['-c', `${folder}/mosquitto.conf`] }),
};
