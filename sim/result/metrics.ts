/**
 * The catalogue of metrics: every figure that a Result holds or that follows from it, with title
 * and unit. Assertions, summaries and charts know a metric by its name here.
 */
import { AUDIENCE_METRICS } from './audience-metrics.ts';
import { CALL_METRICS } from './call-metrics.ts';
import { CHAT_METRICS } from './chat-metrics.ts';
import { COST_METRICS } from './cost-metrics.ts';
import { FEDERATION_METRICS } from './federation-metrics.ts';
import { MAPPING_METRICS } from './mapping-metrics.ts';
import { MESSAGE_METRICS } from './message-metrics.ts';
import { counter, histogram, level, type Metric, NODE, ratio, TRAFFIC } from './metric.ts';
import { PROTOCOL_METRICS } from './protocol-metrics.ts';
import { ROOM_METRICS } from './room-metrics.ts';
import { SESSION_METRICS } from './session-metrics.ts';
import { STORAGE_METRICS } from './storage-metrics.ts';
import { VIDEO_METRICS } from './video-metrics.ts';

/** Of callers: nodes, or the clients of a traffic. */
const CALLER = ['traffic', 'node', 'place'];

export const METRICS: readonly Metric[] = [
  histogram('latency', 'response time of requests', '请求响应时间', TRAFFIC),
  histogram('delivery', 'delivery time of messages', '消息送达时间', TRAFFIC),
  histogram(
    'call_setup',
    'time to set up a call or to join a meeting, without ringing',
    '通话建立时间',
    TRAFFIC,
  ),
  histogram('mouth_to_ear', 'time from mouth to ear, mean of a call', '口到耳时延', TRAFFIC),
  histogram(
    'media_round_trip',
    'round trip that reports of calls measure',
    '媒体往返时延',
    TRAFFIC,
  ),
  {
    ...histogram('mos', 'mean opinion score of calls, 1 to 4.5', '语音质量 MOS', TRAFFIC),
    unit: 'count',
  },
  histogram('interruption', 'time without service around a handover', '切换中断时间', NODE),
  histogram('eviction_age', 'time since evicted objects were last asked for', '淘汰年龄', NODE),

  counter('requests', 'requests answered or failed', '请求数', TRAFFIC),
  counter('errors', 'requests that failed', '失败请求数', TRAFFIC),
  counter('timeouts', 'requests given up after a time', '超时请求数', TRAFFIC),
  counter('shed', 'requests refused on purpose', '被丢弃请求数', TRAFFIC),
  counter('cancelled', 'requests called back by who had asked', '主动取消请求数', TRAFFIC),
  counter(
    'cancelled_bytes',
    'bytes sent for requests called back',
    '取消请求已发字节数',
    TRAFFIC,
    'bytes',
  ),
  counter('goodput', 'requests answered within their objective', '有效应答数', TRAFFIC),
  counter('unanswered', 'requests still open at the end', '结束时未应答请求数', TRAFFIC),
  counter('response_bytes', 'bytes of responses', '响应字节数', TRAFFIC, 'bytes'),
  counter('connections', 'connections set up', '新建连接数', TRAFFIC),
  counter('node_connections', 'connections set up to parents', '与上级新建连接数', NODE),
  counter('dns_queries', 'names that devices asked of resolvers', 'DNS 查询数', TRAFFIC),
  counter('dns_lookups', 'names that resolvers did not know', '解析器递归查询数', TRAFFIC),

  counter('cache_requests', 'requests that reached a cache', '缓存请求数', NODE),
  counter('cache_hits', 'requests served from a fresh copy', '缓存命中数', NODE),
  counter('cache_stale', 'requests served from a stale copy', '过期副本响应数', NODE),
  counter('cache_collapsed', 'misses that joined a fetch in flight', '合并回源请求数', NODE),
  counter('cache_request_bytes', 'bytes asked of a cache', '缓存请求字节数', NODE, 'bytes'),
  counter('cache_hit_bytes', 'bytes served from copies', '缓存命中字节数', NODE, 'bytes'),
  counter('cache_revalidated', 'copies renewed without their bytes', '未修改再验证数', NODE),
  counter(
    'cache_stale_on_error',
    'fetches that failed and left a copy to serve',
    '出错时用旧副本次数',
    NODE,
  ),
  counter('cache_negative', 'requests refused because the parent had failed', '负缓存拒绝数', NODE),
  counter('cache_fills', 'objects stored', '缓存写入数', NODE),
  counter('cache_evictions', 'objects evicted', '缓存淘汰数', NODE),
  level('cache_busy', 'workers of caches that work', '缓存忙碌处理数', NODE),
  level('cache_waiting', 'requests that wait for a worker of a cache', '缓存排队请求数', NODE),
  level('cache_workers', 'workers of caches', '缓存处理单元数', NODE),
  counter('cache_prefetches', 'objects fetched before anybody asked', '预取对象数', NODE),
  counter(
    'cache_prefetch_bytes',
    'bytes fetched before anybody asked',
    '预取字节数',
    NODE,
    'bytes',
  ),

  counter('cache_demotions', 'evicted objects sent to the parent', '降级写回数', NODE),
  counter(
    'cache_demotion_bytes',
    'bytes of evicted objects sent to the parent',
    '降级写回字节数',
    NODE,
    'bytes',
  ),

  counter(
    'sibling_lookups',
    'fetches for which siblings were asked first',
    '询问兄弟缓存的回源数',
    NODE,
  ),
  counter('sibling_messages', 'queries and digests between siblings', '兄弟缓存消息数', NODE),
  counter('sibling_hits', 'fetches answered by a sibling', '兄弟缓存命中数', NODE),
  counter('sibling_hit_bytes', 'bytes answered by siblings', '兄弟缓存命中字节数', NODE, 'bytes'),
  counter('sibling_false_hits', 'fetches sent to a sibling in vain', '兄弟缓存误命中数', NODE),

  counter('cache_memory_hits', 'requests served without reading the disk', '内存命中数', NODE),
  counter(
    'cache_memory_hit_bytes',
    'bytes served without reading the disk',
    '内存命中字节数',
    NODE,
    'bytes',
  ),
  counter('cache_disk_hits', 'requests served from the disk', '磁盘命中数', NODE),
  counter('cache_disk_hit_bytes', 'bytes served from the disk', '磁盘命中字节数', NODE, 'bytes'),
  counter('disk_reads', 'reads of a cache’s disk', '磁盘读取次数', NODE),
  counter('disk_read_bytes', 'bytes read from a cache’s disk', '磁盘读取字节数', NODE, 'bytes'),
  level('disk_reading', 'reads of a cache’s disk under way', '进行中的磁盘读取数', NODE),
  level('disk_waiting', 'reads that wait for a cache’s disk', '排队的磁盘读取数', NODE),
  level('disk_places', 'reads that a cache’s disk can do at the same time', '磁盘并行读取数', NODE),

  counter('origin_requests', 'requests that reached the origin', '回源请求数', NODE),
  counter('origin_bytes', 'bytes served by the origin', '回源字节数', NODE, 'bytes'),

  level('origin_busy', 'workers of the origin that serve', '源站忙碌工作线程数', NODE),
  level('origin_workers', 'workers of the origin', '源站工作线程数', NODE),
  level('origin_waiting', 'requests that wait at the origin', '源站排队请求数', NODE),

  ...VIDEO_METRICS,
  counter('guarded_requests', 'requests that may take several attempts', '受保护请求数', CALLER),
  counter('attempts', 'attempts, retries and hedges included', '尝试次数', CALLER),
  counter('retries', 'attempts after a failure', '重试次数', CALLER),
  counter('retries_refused', 'retries that the budget did not allow', '预算拒绝的重试数', CALLER),
  counter('hedges', 'second attempts before an answer', '对冲请求数', CALLER),
  counter('hedge_wins', 'hedges that were answered first', '对冲获胜数', CALLER),
  counter('attempt_timeouts', 'attempts given up after a time', '超时尝试数', CALLER),
  counter('wasted_answers', 'answers that nobody waited for any more', '无效应答数', CALLER),
  counter('wasted_bytes', 'bytes that nobody waited for any more', '无效字节数', CALLER, 'bytes'),
  counter('breaker_refused', 'attempts that a breaker did not allow', '熔断拒绝数', CALLER),
  level('breaker_open', 'circuit breakers that are not closed', '打开的熔断器数', CALLER),
  counter('door_refused', 'calls that a limiter did not let in', '入口拒绝数', NODE),
  level('door_limit', 'calls that a limiter lets be inside', '并发上限', NODE),
  counter('queue_dropped', 'calls sent away from a queue', '队列丢弃数', NODE),
  counter('health_probes', 'probes of backends', '健康检查次数', NODE),
  level('unhealthy_backends', 'backends that probes have found down', '不健康后端数', NODE),
  counter('ejections', 'backends ejected as outliers', '离群驱逐次数', NODE),
  level('ejected_backends', 'backends that are ejected', '被驱逐后端数', NODE),

  level('replicas', 'replicas that run or boot: what is paid for', '副本数（含启动中）', NODE),
  level('replicas_serving', 'replicas that serve', '服务中副本数', NODE),
  counter('replica_starts', 'replicas started', '启动副本次数', NODE),
  counter('replica_stops', 'replicas stopped', '停止副本次数', NODE),
  counter('scaler_decisions', 'decisions of autoscalers', '扩缩容决策数', NODE),
  counter('scaler_operations', 'multiplications that decisions took', '扩缩容决策运算量', NODE),

  ...AUDIENCE_METRICS,
  ...MAPPING_METRICS,
  ...STORAGE_METRICS,
  ...SESSION_METRICS,

  ...PROTOCOL_METRICS,
  ...MESSAGE_METRICS,

  ...CHAT_METRICS,
  ...FEDERATION_METRICS,
  ...ROOM_METRICS,

  counter('voice_calls', 'voice calls that people tried to make', '语音呼叫数', TRAFFIC),
  counter('voice_calls_failed', 'voice calls that could not be set up', '呼叫失败数', TRAFFIC),
  counter('voice_packets', 'packets of sound sent', '语音包数', TRAFFIC),
  counter('voice_lost', 'packets of sound that did not arrive', '语音丢包数', TRAFFIC),
  counter('voice_late', 'packets of sound that came too late', '语音迟到包数', TRAFFIC),

  ...CALL_METRICS,

  level(
    'radio_power',
    'mean power that radios of devices draw, mW',
    '设备无线电平均功率（毫瓦）',
    NODE,
  ),
  level('radio_battery', 'what batteries of devices hold, µJ', '设备电池总能量（微焦）', NODE),
  counter(
    'relocations',
    'sessions that followed their device to another site',
    '会话迁移次数',
    NODE,
  ),
  counter('radio_wakeups', 'idle radios that were woken', '无线电唤醒次数', NODE),
  counter('radio_tries', 'frames and preambles that devices sent', '无线发送次数', NODE),
  counter(
    'radio_collisions',
    'frames that met others, preambles chosen twice',
    '无线冲突次数',
    NODE,
  ),

  // The place is that of the node that answers, or of the one that is no device.
  counter('calls', 'calls between groups of nodes', '节点间调用数', ['node', 'to', 'place']),
  counter(
    'call_bytes',
    'bytes of answers between groups',
    '节点间传输字节数',
    ['node', 'to', 'place'],
    'bytes',
  ),

  ratio(
    'hit_ratio',
    'hit ratio of requests',
    '请求命中率',
    NODE,
    ['cache_hits', 'cache_stale'],
    ['cache_requests'],
  ),
  ratio(
    'byte_hit_ratio',
    'hit ratio of bytes',
    '字节命中率',
    NODE,
    ['cache_hit_bytes'],
    ['cache_request_bytes'],
  ),
  ratio(
    'memory_hit_ratio',
    'share of requests served from a cache’s memory',
    '内存请求命中率',
    NODE,
    ['cache_memory_hits'],
    ['cache_requests'],
  ),
  ratio(
    'byte_memory_hit_ratio',
    'share of bytes served from a cache’s memory',
    '内存字节命中率',
    NODE,
    ['cache_memory_hit_bytes'],
    ['cache_request_bytes'],
  ),
  ratio(
    'disk_hit_ratio',
    'share of requests served from a cache’s disk',
    '磁盘请求命中率',
    NODE,
    ['cache_disk_hits'],
    ['cache_requests'],
  ),
  ratio(
    'byte_disk_hit_ratio',
    'share of bytes served from a cache’s disk',
    '磁盘字节命中率',
    NODE,
    ['cache_disk_hit_bytes'],
    ['cache_request_bytes'],
  ),
  ratio(
    'disk_utilisation',
    'share of the time that a cache’s disk is busy, place by place',
    '磁盘利用率',
    NODE,
    ['disk_reading'],
    ['disk_places'],
  ),
  ratio(
    'sibling_hit_ratio',
    'share of fetches answered by a sibling',
    '兄弟缓存命中率',
    NODE,
    ['sibling_hits'],
    ['sibling_lookups'],
  ),
  ratio(
    'origin_offload',
    'share of requests kept from the origin',
    '回源卸载率',
    [],
    ['origin_requests'],
    ['requests', 'unanswered'],
    true,
  ),
  ratio(
    'byte_origin_offload',
    'share of bytes kept from the origin',
    '字节卸载率',
    [],
    ['origin_bytes'],
    ['response_bytes'],
    true,
  ),
  ratio(
    'origin_utilisation',
    'share of the time that workers of the origin serve',
    '源站利用率',
    NODE,
    ['origin_busy'],
    ['origin_workers'],
  ),
  {
    name: 'battery_life',
    title: 'how long batteries last at the power that radios draw',
    titleZh: '电池寿命',
    unit: 'ms',
    kind: 'ratio',
    labels: NODE,
    part: ['radio_battery'],
    of: ['radio_power'],
  },
  ratio(
    'error_ratio',
    'share of requests that failed',
    '错误率',
    TRAFFIC,
    ['errors'],
    ['requests'],
  ),
  {
    name: 'amplification',
    title: 'attempts for each request of those that may take several',
    titleZh: '请求放大倍数',
    unit: 'count',
    kind: 'ratio',
    labels: CALLER,
    part: ['attempts'],
    of: ['guarded_requests'],
  },
  ratio(
    'wasted_ratio',
    'share of attempts that were answered for nobody',
    '无效应答占比',
    CALLER,
    ['wasted_answers'],
    ['attempts'],
  ),
  ratio(
    'goodput_ratio',
    'share of requests answered within their objective',
    '有效应答率',
    TRAFFIC,
    ['goodput'],
    ['requests', 'unanswered'],
  ),
  ratio(
    'violation_ratio',
    'share of requests that failed or took longer than their objective',
    '目标违反率',
    TRAFFIC,
    ['goodput'],
    ['requests', 'unanswered'],
    true,
  ),
  ratio(
    'voice_loss_ratio',
    'share of packets of sound that listeners did not hear',
    '语音丢失率',
    TRAFFIC,
    ['voice_lost', 'voice_late'],
    ['voice_packets'],
  ),
  ratio(
    'loss_ratio',
    'share of deliveries that were lost',
    '消息丢失率',
    TRAFFIC,
    ['undelivered'],
    ['deliveries', 'undelivered'],
  ),
  ...COST_METRICS,
];

const byName = new Map(METRICS.map((metric) => [metric.name, metric]));

export const findMetric = (name: string): Metric | undefined => byName.get(name);
