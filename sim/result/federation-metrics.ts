/** Metrics of messages between the servers of two domains; `peer` is the other group of mailboxes. */
import { counter, histogram, level, type Metric, NODE, TRAFFIC } from './metric.ts';

const PEER = ['traffic', ...NODE, 'peer'];

export const FEDERATION_METRICS: readonly Metric[] = [
  level(
    'federation_queue',
    'messages and receipts for another domain that are not known to be there',
    '跨域待送队列长度',
    PEER,
  ),
  histogram(
    'federation_time',
    'time from the queue for another domain until its server has stored it',
    '跨域传送耗时',
    PEER,
  ),
  counter('federation_setups', 'attempts to open a stream to another domain', '跨域建流次数', PEER),
  counter('federation_round_trips', 'round trips of these attempts', '跨域建流往返次数', PEER),
  counter('federation_failed', 'attempts that failed', '跨域建流失败次数', PEER),
  counter('federation_breaks', 'streams to another domain that broke', '跨域流中断次数', PEER),
  counter(
    'federation_bytes',
    'bytes between servers of domains: set-up, transactions and answers',
    '跨域字节数',
    PEER,
    'bytes',
  ),
  counter('federation_transactions', 'transactions for another domain', '跨域事务数', PEER),
  counter('federation_resent', 'transactions that were sent again', '跨域重发事务数', PEER),
  counter('bounced_messages', 'deliveries to another domain that were given up', '退信数', TRAFFIC),
  counter('bounces_told', 'senders’ devices that heard of it', '退信通知数', TRAFFIC),
];
