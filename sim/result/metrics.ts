/**
 * The catalogue of metrics: every figure that a Result holds or that follows from it, with title
 * and unit. Assertions, summaries and charts know a metric by its name here.
 */
import type { Unit } from './result.ts';
import { VIDEO_METRICS } from './video-metrics.ts';

export interface Metric {
  readonly name: string;
  readonly title: string;
  readonly titleZh: string;
  readonly unit: Unit;
  /** A level is kept as its area: level times ms. */
  readonly kind: 'histogram' | 'counter' | 'level' | 'ratio';
  /** Labels that its data carries and that a query may select by. */
  readonly labels: readonly string[];
  /** For ratios: sum of `part` over sum of `of`; `complement` gives 1 minus that. */
  readonly part?: readonly string[];
  readonly of?: readonly string[];
  readonly complement?: boolean;
}

const histogram = (name: string, title: string, titleZh: string, labels: string[]): Metric => ({
  name,
  title,
  titleZh,
  unit: 'ms',
  kind: 'histogram',
  labels,
});

const counter = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
  unit: Unit = 'count',
): Metric => ({ name, title, titleZh, unit, kind: 'counter', labels });

const level = (name: string, title: string, titleZh: string, labels: string[]): Metric => ({
  name,
  title,
  titleZh,
  unit: 'count',
  kind: 'level',
  labels,
});

const TRAFFIC = ['traffic', 'place'];
const NODE = ['node', 'place'];

const ratio = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
  part: string[],
  of: string[],
  complement = false,
): Metric => ({ name, title, titleZh, unit: 'ratio', kind: 'ratio', labels, part, of, complement });

export const METRICS: readonly Metric[] = [
  histogram('latency', 'response time of requests', '请求响应时间', TRAFFIC),
  histogram('delivery', 'delivery time of messages', '消息送达时间', TRAFFIC),
  histogram('eviction_age', 'time since evicted objects were last asked for', '淘汰年龄', NODE),

  counter('requests', 'requests answered or failed', '请求数', TRAFFIC),
  counter('errors', 'requests that failed', '失败请求数', TRAFFIC),
  counter('unanswered', 'requests still open at the end', '结束时未应答请求数', TRAFFIC),
  counter('response_bytes', 'bytes of responses', '响应字节数', TRAFFIC, 'bytes'),
  counter('connections', 'connections set up', '新建连接数', TRAFFIC),
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

  counter('messages', 'messages sent', '发送消息数', TRAFFIC),
  counter('deliveries', 'messages shown to a recipient', '送达数', TRAFFIC),
  counter('undelivered', 'deliveries that were lost', '未送达数', TRAFFIC),

  level(
    'radio_power',
    'mean power that radios of devices draw, mW',
    '设备无线电平均功率（毫瓦）',
    NODE,
  ),
  level('radio_battery', 'what batteries of devices hold, µJ', '设备电池总能量（微焦）', NODE),
  counter('radio_wakeups', 'idle radios that were woken', '无线电唤醒次数', NODE),
  counter('radio_tries', 'frames and preambles that devices sent', '无线发送次数', NODE),
  counter(
    'radio_collisions',
    'frames that met others, preambles chosen twice',
    '无线冲突次数',
    NODE,
  ),

  counter('calls', 'calls between groups of nodes', '节点间调用数', ['node', 'to']),
  counter(
    'call_bytes',
    'bytes of answers between groups',
    '节点间传输字节数',
    ['node', 'to'],
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
  ratio(
    'loss_ratio',
    'share of deliveries that were lost',
    '消息丢失率',
    TRAFFIC,
    ['undelivered'],
    ['deliveries', 'undelivered'],
  ),
];

const byName = new Map(METRICS.map((metric) => [metric.name, metric]));

export const findMetric = (name: string): Metric | undefined => byName.get(name);
