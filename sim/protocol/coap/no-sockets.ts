/**
 * Loads node-coap, which opens sockets of its own meanwhile, for whoever names none: these are none. Everybody else's are real
 * again after that. Imported before it is.
 */
import dgram from 'node:dgram';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';

const { createSocket } = dgram;
dgram.createSocket = () => new EventEmitter() as dgram.Socket;
syncBuiltinESMExports();
await import('coap');
dgram.createSocket = createSocket;
syncBuiltinESMExports();
