/** node-coap opens sockets of its own while it is loaded, for whoever names none: here these are none. Imported before it is. */
import dgram from 'node:dgram';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';

dgram.createSocket = () => new EventEmitter() as dgram.Socket;
syncBuiltinESMExports();
