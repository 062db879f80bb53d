/** The part of the catalogue of metrics that protocols of messages, brokers and push services report to. */
import { counter, type Metric, TRAFFIC } from './metric.ts';

export const PROTOCOL_METRICS: readonly Metric[] = [
  counter('confirmations', 'packets that confirm messages', '确认包数', TRAFFIC),
  counter('confirmation_bytes', 'bytes that confirm messages', '确认字节数', TRAFFIC, 'bytes'),
];
