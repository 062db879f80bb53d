/** The part of the catalogue of metrics that protocols of messages, brokers and push services report to. */
import { counter, histogram, level, type Metric, TRAFFIC } from './metric.ts';

export const PROTOCOL_METRICS: readonly Metric[] = [
  counter('confirmations', 'packets that confirm messages', '确认包数', TRAFFIC),
  counter('confirmation_bytes', 'bytes that confirm messages', '确认字节数', TRAFFIC, 'bytes'),
  counter('openings', 'connections that things opened', '物联网连接建立数', TRAFFIC),
  counter('wills', 'connections of things that ended without a goodbye', '遗嘱触发数', TRAFFIC),
  counter('protocol_packets', 'packets of things and to them', '协议包数', TRAFFIC),
  counter('protocol_bytes', 'bytes of things and to them', '协议字节数', TRAFFIC, 'bytes'),
  counter(
    'retained_deliveries',
    'messages retained for a topic that a new session got',
    '保留消息投递数',
    TRAFFIC,
  ),
  counter('commands', 'commands to things', '下行命令数', TRAFFIC),
  counter('commands_done', 'commands that came to their device', '命令送达数', TRAFFIC),
  counter('commands_expired', 'commands too old to be sent', '过期命令数', TRAFFIC),
  counter('commands_lost', 'commands that were lost', '丢失命令数', TRAFFIC),
  level(
    'commands_waiting',
    'commands that their device has not confirmed',
    '待确认命令数',
    TRAFFIC,
  ),
  histogram('command_time', 'time until a command is with its device', '命令送达时间', TRAFFIC),

  histogram('push_latency', 'time until a notification is on its device', '推送延迟', TRAFFIC),
  counter('pushes', 'notifications sent', '推送数', TRAFFIC),
  counter('pushes_arrived', 'notifications that came to their device', '推送到达数', TRAFFIC),
  counter('pushes_expired', 'notifications too old for their device', '过期推送数', TRAFFIC),
  counter('pushes_collapsed', 'notifications that a newer one replaced', '被合并推送数', TRAFFIC),
  counter('pushes_dropped', 'notifications that the service gave up', '被丢弃推送数', TRAFFIC),
  level('pushes_kept', 'notifications kept for devices without a network', '待推送数', TRAFFIC),
];
