/** HTTP with the windows, queues and losses of the transport below it. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { bytes, count } from '../../../part/units.ts';
import { congestionControls } from './congestion/index.ts';
import { INITIAL_WINDOW, SEGMENT_BYTES } from './slow-start.ts';
import { type Flow, transport } from './transport.ts';

const flowParams = {
  congestion: choiceOf(congestionControls, 'cubic').describe(
    'how senders find their speed; cubic is the default of Linux, Windows and macOS (RFC 9438 §1)',
  ),
  'initial-window': count({ min: 1 })
    .prefault(INITIAL_WINDOW)
    .describe('segments that a new connection may have in flight; 10: RFC 6928 §2'),
  'receive-window': bytes({ min: SEGMENT_BYTES })
    .prefault('3MiB')
    .describe('what a device takes in at most; 3 MiB: half of net.ipv4.tcp_rmem of Linux, 6 MiB'),
};

const tcpParams = {
  tls: z
    .enum(['none', 'tls-1.2', 'tls-1.3'])
    .default('tls-1.3')
    .describe('encryption, which is set up after TCP'),
  'early-data': z
    .boolean()
    .default(false)
    .describe('whether a device that was connected before asks at once (0-RTT, RFC 8446 §2.3)'),
  ...flowParams,
};

const streams = count({ min: 1 })
  .prefault(100)
  .describe('requests at a time on one connection; 100: RFC 9113 §6.5.2, the least recommended');

type FlowParams = z.output<z.ZodObject<typeof flowParams>>;
type TcpParams = z.output<z.ZodObject<typeof tcpParams>>;

/** Round trips of TLS after those of TCP. Source: RFC 5246 §7.3, RFC 8446 §2. */
const TLS_ROUND_TRIPS = { none: 0, 'tls-1.2': 2, 'tls-1.3': 1 } as const;

const windows = (params: FlowParams) => ({
  congestion: params.congestion,
  initialWindow: params['initial-window'],
  receiveWindow: Math.floor(params['receive-window'] / SEGMENT_BYTES),
});

function overTcp(params: TcpParams, connections: number, requests: number) {
  // The handshake of TCP: RFC 9293 §3.5.
  const setupRoundTrips = 1 + TLS_ROUND_TRIPS[params.tls];
  const isEarly = params['early-data'] && params.tls === 'tls-1.3';
  const resumedRoundTrips = isEarly ? 1 : setupRoundTrips;
  const flow: Flow = {
    resumedRoundTrips,
    connections,
    requests,
    isOrdered: true,
    ...windows(params),
  };
  return { setupRoundTrips, flow };
}

export const http1 = transport({
  name: 'http-1.1',
  summary: 'is HTTP/1.1 over TCP: several connections a device, one request at a time on each',
  source: 'RFC 9112 §9; TCP: RFC 5681, 6298, 6675, 6928, 8985',
  params: {
    ...tcpParams,
    connections: count({ min: 1 })
      .prefault(6)
      .describe('connections of one device to one node; 6: Chromium and Firefox, for each host'),
  },
  make: (params) => overTcp(params, params.connections, 1),
});

export const http2 = transport({
  name: 'http-2',
  summary:
    'is HTTP/2 over TCP: one connection a device; a lost packet holds up all answers behind it',
  source: 'RFC 9113 §5; TCP: RFC 5681, 6298, 6675, 6928, 8985',
  params: { ...tcpParams, streams },
  make: (params) => overTcp(params, 1, params.streams),
});

export const http3 = transport({
  name: 'http-3',
  summary:
    'is HTTP/3 over QUIC: one connection a device; a lost packet holds up its own answer only',
  source: 'RFC 9114 §2; QUIC: RFC 9000 §2.2 and §7, RFC 9001 §4.1, RFC 9002',
  params: {
    'early-data': z
      .boolean()
      .default(false)
      .describe('whether a device that was connected before asks at once (0-RTT, RFC 9001 §4.6)'),
    ...flowParams,
    streams,
  },
  make: (params) => ({
    setupRoundTrips: 1,
    survivesMoves: true,
    flow: {
      resumedRoundTrips: params['early-data'] ? 0 : 1,
      connections: 1,
      requests: params.streams,
      isOrdered: false,
      ...windows(params),
    },
  }),
});
