/**
 * The catalogue of metrics: every figure that a Result holds or that follows from it, with title
 * and unit. Assertions, summaries and charts know a metric by its name here.
 */
import type { Unit } from './result.ts';

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
const CDN = ['traffic', 'place', 'cdn'];

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

  counter('mapped_requests', 'requests sent to a site', '调度请求数', CDN),
  counter('mapped_nearest', 'requests sent to the quickest site', '调度到最快站点的请求数', CDN),
  histogram('mapping_penalty', 'round trip beyond that to the quickest site', '调度误差', CDN),
  histogram('failover_time', 'from the loss of a site until devices go elsewhere', '切换时间', CDN),
  counter('connection_resets', 'requests reset when routes changed', '路由切换重置数', CDN),
  counter('cdn_requests', 'requests sent to a CDN', '各 CDN 请求数', CDN),
  counter('cdn_offered', 'requests that a CDN could have had', '各 CDN 可选请求数', CDN),
  counter('cdn_errors', 'requests that a CDN failed', '各 CDN 失败数', CDN),
  histogram('cdn_latency', 'response time of a CDN', '各 CDN 响应时间', CDN),
  counter('peer_requests', 'requests answered by peers', '对等节点应答数', TRAFFIC),
  counter('peer_bytes', 'bytes answered by peers', '对等节点应答字节数', TRAFFIC, 'bytes'),
  counter('peer_broken', 'uploads of peers that broke off', '对等上传中断数', TRAFFIC),

  histogram('storage_read', 'time that a storage takes to read an object', '存储读取时间', NODE),
  histogram('storage_write', 'time until an object is written', '存储写入时间', NODE),
  histogram('storage_repair', 'from the loss of a disk until all is whole', '修复时间', NODE),
  counter('storage_reads', 'objects that a storage was asked for', '存储读取数', NODE),
  counter(
    'storage_read_bytes',
    'bytes that a storage answered with',
    '存储读取字节数',
    NODE,
    'bytes',
  ),
  counter('storage_degraded_reads', 'reads of objects with fragments missing', '降级读取数', NODE),
  counter('storage_decoded_reads', 'reads that had to decode', '需解码读取数', NODE),
  counter('storage_unreadable', 'reads with too few fragments left', '不可读取数', NODE),
  counter('storage_hot_reads', 'reads from the copies of hot objects', '热点副本读取数', NODE),
  counter(
    'storage_device_read_bytes',
    'bytes read from disks for requests',
    '磁盘读出字节数（请求）',
    NODE,
    'bytes',
  ),
  counter(
    'storage_wasted_bytes',
    'bytes read that nobody needed any more',
    '多余读取字节数',
    NODE,
    'bytes',
  ),
  counter('storage_writes', 'objects that came in', '写入对象数', NODE),
  counter('storage_failed_writes', 'objects that could not be written', '写入失败数', NODE),
  counter('storage_device_write_bytes', 'bytes written to disks', '磁盘写入字节数', NODE, 'bytes'),
  counter('storage_copy_bytes', 'bytes moved to copy hot objects', '热点复制字节数', NODE, 'bytes'),
  counter(
    'storage_repair_read_bytes',
    'bytes read to rebuild others',
    '修复读取字节数',
    NODE,
    'bytes',
  ),
  counter('storage_repaired_bytes', 'bytes rebuilt', '已修复字节数', NODE, 'bytes'),
  level('storage_missing_fragments', 'fragments that are to be rebuilt', '待修复分片数', NODE),
  level('storage_failed_disks', 'disks that are away', '故障磁盘数', NODE),
  level('storage_hot_objects', 'objects with more copies', '热点对象数', NODE),
  level('storage_busy', 'jobs of a storage’s disks under way', '存储磁盘进行中任务数', NODE),
  level('storage_waiting', 'jobs that wait for a storage’s disks', '存储磁盘排队任务数', NODE),
  level('storage_places', 'jobs that its disks can do at the same time', '存储磁盘并行数', NODE),
  level('storage_groups', 'storages', '存储数', NODE),
  level('storage_years_to_loss', 'years to loss, all storages added', '数据丢失年数之和', NODE),

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
    'nearest_ratio',
    'share of requests sent to the quickest site',
    '最快站点命中率',
    CDN,
    ['mapped_nearest'],
    ['mapped_requests'],
  ),
  ratio(
    'cdn_share',
    'share of requests that a CDN gets',
    'CDN 份额',
    CDN,
    ['cdn_requests'],
    ['cdn_offered'],
  ),
  ratio(
    'cdn_error_ratio',
    'share of a CDN’s requests that failed',
    'CDN 错误率',
    CDN,
    ['cdn_errors'],
    ['cdn_requests'],
  ),
  ratio(
    'peer_offload',
    'share of requests answered by peers',
    '对等卸载率',
    TRAFFIC,
    ['peer_requests'],
    ['requests'],
  ),
  ratio(
    'byte_peer_offload',
    'share of bytes answered by peers',
    '对等字节卸载率',
    TRAFFIC,
    ['peer_bytes'],
    ['response_bytes'],
  ),
  ratio(
    'storage_utilisation',
    'share of the time that a storage’s disks are busy',
    '存储磁盘利用率',
    NODE,
    ['storage_busy'],
    ['storage_places'],
  ),
  ratio(
    'degraded_read_ratio',
    'share of reads of objects with fragments missing',
    '降级读取率',
    NODE,
    ['storage_degraded_reads'],
    ['storage_reads'],
  ),
  {
    name: 'repair_amplification',
    title: 'bytes read for each byte rebuilt',
    titleZh: '修复放大倍数',
    unit: 'count',
    kind: 'ratio',
    labels: NODE,
    part: ['storage_repair_read_bytes'],
    of: ['storage_repaired_bytes'],
  },
  {
    name: 'mttdl_years',
    title: 'mean time until an object is lost, years: a calculation from failures and repairs',
    titleZh: '平均数据丢失时间（年，计算值）',
    unit: 'count',
    kind: 'ratio',
    labels: NODE,
    part: ['storage_years_to_loss'],
    of: ['storage_groups'],
  },
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
