import { registry } from '../../../part/part.ts';
import { open, quic, tcp, tls12, tls13 } from './round-trips.ts';

export const transports = registry('transport', [tls13, tls12, tcp, quic, open]);
