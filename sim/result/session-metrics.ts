/** The part of the catalogue of metrics that connections of devices to gateways report to. */
import { counter, histogram, level, type Metric, NODE, ratio, TRAFFIC } from './metric.ts';

export const SESSION_METRICS: readonly Metric[] = [
  histogram(
    'connect_time',
    'time from the wish or the loss until a device is connected',
    '建立连接时间',
    TRAFFIC,
  ),
  histogram('accept_time', 'time until a gateway has accepted a connection', '接受连接时间', NODE),
  counter('connects', 'attempts of devices to connect', '连接尝试数', TRAFFIC),
  counter('connects_refused', 'attempts that gateways refused', '被拒绝的连接数', TRAFFIC),
  counter('connects_timed_out', 'attempts that devices gave up', '超时的连接数', TRAFFIC),
  counter('connects_cancelled', 'attempts that nobody wanted any more', '取消的连接数', TRAFFIC),
  counter(
    'connects_wasted',
    'connections accepted for devices that had given up',
    '无效接受的连接数',
    TRAFFIC,
  ),
  counter('connects_dropped', 'first packets dropped at a full backlog', '积压溢出丢包数', TRAFFIC),
  counter('connections_lost', 'connections that devices lost', '断开的连接数', [
    ...TRAFFIC,
    'cause',
  ]),
  counter('heartbeats', 'heartbeats sent', '心跳数', TRAFFIC),
  counter('heartbeat_bytes', 'bytes of heartbeats and answers', '心跳字节数', TRAFFIC, 'bytes'),
  counter('heartbeats_missed', 'heartbeats without an answer', '心跳丢失数', TRAFFIC),
  level('connected', 'devices that are connected', '在线连接数', TRAFFIC),
  level('unconnected', 'devices that want a connection and have none', '等待连接的设备数', TRAFFIC),
  level('gateway_connections', 'connections that gateways hold', '网关连接数', NODE),
  level('half_open', 'connections whose device has gone', '半开连接数', NODE),

  ratio(
    'connect_failure_ratio',
    'share of attempts to connect that failed',
    '连接失败率',
    TRAFFIC,
    ['connects_refused', 'connects_timed_out'],
    ['connects'],
  ),
];
