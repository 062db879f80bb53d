/** The part of the catalogue of metrics that storages report to. */
import type { Metric } from './metrics.ts';
import type { Unit } from './result.ts';

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

const NODE = ['node', 'place'];

const ratio = (
  name: string,
  title: string,
  titleZh: string,
  labels: string[],
  part: string[],
  of: string[],
): Metric => ({ name, title, titleZh, unit: 'ratio', kind: 'ratio', labels, part, of });

export const STORAGE_METRICS: readonly Metric[] = [
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
];
