import type { Startable } from './software.ts';

/** Its text protocol, without persistence. */
export const nats: Startable = {
  name: 'nats',
  title: 'NATS',
  debianPackage: 'nats-server',
  version: { program: 'nats-server', args: ['--version'] },
  files: () => ({}),
  start: ({ port }) => ({ program: 'nats-server', args: ['-a', '127.0.0.1', '-p', String(port)] }),
};
