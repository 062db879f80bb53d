/** The part of the catalogue of metrics that rooms with many watchers report to. */
import { counter, histogram, level, type Metric, NODE, ratio, TRAFFIC } from './metric.ts';

export const ROOM_METRICS: readonly Metric[] = [
  histogram(
    'room_join',
    'time from coming to a room to seeing what was said last',
    '进入房间耗时',
    TRAFFIC,
  ),
  counter('room_visits', 'people who came to rooms after the beginning', '进入房间次数', TRAFFIC),
  counter('room_visits_failed', 'visits that did not come about', '进入房间失败数', TRAFFIC),
  counter('room_history', 'comments that late visitors were given', '补发历史条数', TRAFFIC),
  level('watchers', 'people who watch rooms', '房间观看人数', TRAFFIC),
  counter('room_lost', 'comments that were lost before or in their room', '弹幕丢失数', TRAFFIC),
  counter('room_offered', 'comments for each who might have seen them', '弹幕应达数', TRAFFIC),
  counter('room_skipped', 'comments left out by sampling, for each viewer', '采样略去数', TRAFFIC),
  counter(
    'room_dropped',
    'deliveries refused by gateways that are behind',
    '网关拥塞丢弃数',
    TRAFFIC,
  ),
  counter('likes', 'likes', '点赞数', TRAFFIC),
  level('gateway_busy', 'workers of gateways that work', '网关忙碌工作线程数', NODE),
  level('gateway_workers', 'workers of gateways', '网关工作线程数', NODE),
  ratio(
    'gateway_utilisation',
    'share of the time that workers of gateways work',
    '网关利用率',
    NODE,
    ['gateway_busy'],
    ['gateway_workers'],
  ),
  ratio(
    'shown_ratio',
    'share of comments that viewers were shown',
    '弹幕展示率',
    TRAFFIC,
    ['deliveries'],
    ['room_offered'],
  ),
];
