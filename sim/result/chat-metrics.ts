/** Metrics of a chat that keeps its messages. */
import { counter, histogram, level, type Metric, NODE, ratio, TRAFFIC } from './metric.ts';

export const CHAT_METRICS: readonly Metric[] = [
  histogram(
    'message_ack',
    'time until a sender knows that a message is kept',
    '发送确认时间',
    TRAFFIC,
  ),
  histogram('sync_lag', 'time from a connection until a device has caught up', '同步滞后', TRAFFIC),
  histogram('receipt_delay', 'time from sending to a receipt', '回执时间', TRAFFIC),
  counter('receipts', 'receipts that senders got', '回执数', TRAFFIC),
  counter('resent_messages', 'messages that devices sent again', '重发消息数', TRAFFIC),
  counter('wire_duplicates', 'messages that came again to who had them', '线路重复数', TRAFFIC),
  counter('delivery_gaps', 'deliveries before which something was missing', '投递缺口数', TRAFFIC),
  counter('syncs', 'times that devices asked for what they had not got', '同步次数', TRAFFIC),
  counter('refused_messages', 'messages that were not taken', '被拒消息数', TRAFFIC),
  counter('expired_messages', 'deliveries that came to their end unseen', '过期消息数', TRAFFIC),
  level(
    'message_backlog',
    'messages kept for devices that have not got them',
    '积压消息数',
    TRAFFIC,
  ),
  counter('store_writes', 'rows that mailboxes wrote', '存储写入数', NODE),
  counter('store_reads', 'reads of mailboxes', '存储读取数', NODE),
  counter('store_work', 'time that mailboxes were given to work', '存储工作时间', NODE, 'ms'),
  level('store_leaderless', 'mailboxes whose rows nobody serves', '无主分片数', ['node']),
  counter('store_failovers', 'times that another mailbox took over', '故障切换次数', ['node']),
  counter(
    'store_restored',
    'bytes of rows for mailboxes that had lost their disks',
    '重建副本字节数',
    ['node'],
    'bytes',
  ),
  ratio(
    'fan_out',
    'messages shown for each one sent',
    '扇出倍数',
    TRAFFIC,
    ['deliveries'],
    ['messages'],
  ),
];
