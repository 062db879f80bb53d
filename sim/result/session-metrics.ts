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
  level('online', 'devices that somebody looks at', '前台设备数', TRAFFIC),
  level('connected', 'devices that are connected', '在线连接数', TRAFFIC),
  level('unconnected', 'devices that want a connection and have none', '等待连接的设备数', TRAFFIC),
  level('gateway_connections', 'connections that gateways hold', '网关连接数', NODE),
  level('half_open', 'connections whose device has gone', '半开连接数', NODE),

  histogram(
    'presence_delay',
    'time from a change of presence until a contact’s device knows',
    '在线状态通知时延',
    TRAFFIC,
  ),
  counter('presence_changes', 'people who came or went', '在线状态变化数', TRAFFIC),
  counter('presence_notices', 'changes that devices heard of', '在线状态通知数', TRAFFIC),
  counter('presence_frames', 'frames that these took, lists included', '在线状态帧数', TRAFFIC),
  counter('presence_lists', 'lists of who is there', '在线列表数', TRAFFIC),
  counter('presence_bytes', 'bytes of these frames', '在线状态字节数', TRAFFIC, 'bytes'),
  counter('presence_undelivered', 'changes that did not get through', '未送达的状态变化', TRAFFIC),
  counter('typing_signals', 'signals that somebody types', '正在输入信号数', TRAFFIC),
  counter('typing_shown', 'such signals that were shown', '显示的正在输入信号数', TRAFFIC),
  {
    ...ratio(
      'presence_fan_out',
      'devices that hear of a change',
      '状态扇出倍数',
      TRAFFIC,
      ['presence_notices'],
      ['presence_changes'],
    ),
    unit: 'count',
  },
  ratio(
    'connect_failure_ratio',
    'share of attempts to connect that failed',
    '连接失败率',
    TRAFFIC,
    ['connects_refused', 'connects_timed_out'],
    ['connects'],
  ),
];
