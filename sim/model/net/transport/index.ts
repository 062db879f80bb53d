import { registry } from '../../../part/part.ts';
import { http1, http2, http3 } from './http.ts';
import { open, quic, tcp, tls12, tls13 } from './round-trips.ts';

/** Those that follow packets. */
export const packetTransports = registry('transport', [http1, http2, http3]);

export const transports = registry('transport', [
  tls13,
  tls12,
  tcp,
  quic,
  open,
  http1,
  http2,
  http3,
]);
