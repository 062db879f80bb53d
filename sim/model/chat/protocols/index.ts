import { registry } from '../../../part/part.ts';
import { longPolling } from './long-polling.ts';
import { mqtt } from './mqtt.ts';
import { sse } from './sse.ts';
import { websocket } from './websocket.ts';
import { xmpp } from './xmpp.ts';

export const chatProtocols = registry('chat protocol', [mqtt, websocket, xmpp, sse, longPolling]);
