import { transport } from './transport.ts';

export const open = transport({
  name: 'open',
  summary: 'is always connected: no round trip before the request',
  source: 'definition; for isolating other effects',
  params: {},
  make: () => ({ setupRoundTrips: 0, survivesMoves: true }),
});

export const tcp = transport({
  name: 'tcp',
  summary: 'is TCP without encryption: one round trip',
  source: 'RFC 9293 §3.5, three-way handshake',
  params: {},
  make: () => ({ setupRoundTrips: 1 }),
});

export const tls13 = transport({
  name: 'tls-1.3',
  summary: 'is TLS 1.3 over TCP: two round trips',
  source: 'RFC 9293 §3.5 and RFC 8446 §2, full handshake',
  params: {},
  make: () => ({ setupRoundTrips: 2 }),
});

export const tls12 = transport({
  name: 'tls-1.2',
  summary: 'is TLS 1.2 over TCP: three round trips',
  source: 'RFC 9293 §3.5 and RFC 5246 §7.3, full handshake',
  params: {},
  make: () => ({ setupRoundTrips: 3 }),
});

export const quic = transport({
  name: 'quic',
  summary: 'is QUIC: transport and encryption are set up in one round trip',
  source: 'RFC 9001 §4.1 and RFC 9000 §7',
  params: {},
  make: () => ({ setupRoundTrips: 1, survivesMoves: true }),
});
