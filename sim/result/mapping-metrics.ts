/** The part of the catalogue of metrics that tells which site, which CDN or which peer answered. */
import { counter, histogram, type Metric, ratio, TRAFFIC } from './metric.ts';

const CDN = ['traffic', 'place', 'cdn'];

export const MAPPING_METRICS: readonly Metric[] = [
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
];
