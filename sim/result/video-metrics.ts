/** The part of the catalogue of metrics that players of video report to. */
import { counter, histogram, type Metric, TRAFFIC } from './metric.ts';
import type { Unit } from './result.ts';

const ratio = (
  name: string,
  title: string,
  titleZh: string,
  part: string[],
  of: string[],
  unit: Unit = 'ratio',
): Metric => ({ name, title, titleZh, unit, kind: 'ratio', labels: TRAFFIC, part, of });

export const VIDEO_METRICS: readonly Metric[] = [
  histogram('startup', 'time from the wish to the first picture', '起播时间', TRAFFIC),
  histogram('stall', 'length of stalls', '卡顿时长', TRAFFIC),
  histogram('live_latency', 'time from the event to its picture', '直播延迟', TRAFFIC),

  counter('sessions', 'viewers who saw a picture', '播放会话数', TRAFFIC),
  counter('sessions_unstarted', 'viewers who wait for a picture', '未起播会话数', TRAFFIC),
  counter('sessions_blocked', 'viewers who found no free device', '无空闲设备会话数', TRAFFIC),
  counter('sessions_broken', 'players that gave up', '中断会话数', TRAFFIC),
  counter('sessions_impatient', 'viewers who left before a picture', '起播前离开会话数', TRAFFIC),
  counter('sessions_left', 'viewers who left in a stall', '卡顿中离开会话数', TRAFFIC),
  counter('segments', 'segments that players got', '分片数', TRAFFIC),
  counter('segment_rates', 'rates of these segments, added up', '分片码率之和', TRAFFIC),
  counter('switches', 'changes of the rendition', '码率切换次数', TRAFFIC),
  counter('rebuffers', 'stalls in the middle of playing', '卡顿次数', TRAFFIC),
  counter('watched_hours', 'hours of video that were watched', '观看小时数', TRAFFIC),
  counter('stalled_hours', 'hours that viewers waited in stalls', '卡顿小时数', TRAFFIC),
  counter('qoe_total', 'QoE_lin of all sessions', 'QoE_lin 总和', TRAFFIC),
  counter('live_jumps', 'jumps of players that were too far behind', '直播跳跃次数', TRAFFIC),

  ratio(
    'rebuffer_ratio',
    'share of the time that viewers wait in stalls',
    '卡顿率',
    ['stalled_hours'],
    ['stalled_hours', 'watched_hours'],
  ),
  ratio(
    'mean_bitrate',
    'mean rate of segments',
    '平均码率',
    ['segment_rates'],
    ['segments'],
    'bits per second',
  ),
  ratio(
    'qoe',
    'QoE_lin of a session in the mean',
    '每会话 QoE',
    ['qoe_total'],
    ['sessions'],
    'count',
  ),
  ratio(
    'segment_qoe',
    'QoE_lin of a segment in the mean',
    '每分片 QoE',
    ['qoe_total'],
    ['segments'],
    'count',
  ),
  ratio(
    'rebuffers_per_hour',
    'stalls in an hour of video',
    '每小时卡顿次数',
    ['rebuffers'],
    ['watched_hours'],
    'count',
  ),
  ratio(
    'switches_per_hour',
    'changes of the rendition in an hour of video',
    '每小时切换次数',
    ['switches'],
    ['watched_hours'],
    'count',
  ),
];
