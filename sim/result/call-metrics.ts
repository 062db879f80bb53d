/** The part of the catalogue of metrics that calls and meetings report to. */
import { counter, histogram, level, type Metric, NODE, ratio, TRAFFIC } from './metric.ts';

const BITS = 8;

/** Bytes over seconds. */
const bitRate = (
  name: string,
  title: string,
  titleZh: string,
  part: string,
  of: string,
): Metric => ({
  name,
  title,
  titleZh,
  unit: 'bits per second',
  kind: 'ratio',
  labels: TRAFFIC,
  part: [part],
  of: [of],
  per: BITS,
});

export const CALL_METRICS: readonly Metric[] = [
  histogram(
    'screen_delay',
    'time until a page of a shared screen is there',
    '共享画面到达时间',
    TRAFFIC,
  ),
  histogram('hand_wait', 'time from a raised hand to the first word', '举手等待时间', TRAFFIC),
  counter('meetings', 'meetings that began', '会议数', TRAFFIC),
  counter('meeting_joins', 'people who wanted to come in', '入会请求数', TRAFFIC),
  counter('meeting_joins_failed', 'people who could not come in', '入会失败数', TRAFFIC),
  counter('meeting_seconds', 'seconds that people were in', '参会秒数', TRAFFIC),
  counter('media_up_bytes', 'bytes of media that devices sent', '媒体上行字节数', TRAFFIC, 'bytes'),
  counter(
    'media_down_bytes',
    'bytes of media that devices got',
    '媒体下行字节数',
    TRAFFIC,
    'bytes',
  ),
  counter('media_lost_bytes', 'bytes of media that were lost', '媒体丢失字节数', TRAFFIC, 'bytes'),
  counter(
    'video_down_bytes',
    'bytes of cameras that devices got',
    '视频下行字节数',
    TRAFFIC,
    'bytes',
  ),
  counter('video_seconds', 'seconds of cameras that people would see', '应看视频秒数', TRAFFIC),
  counter('video_frozen_seconds', 'seconds of these that stood still', '视频冻结秒数', TRAFFIC),
  counter('layer_switches', 'changes of the layer that is shown', '画质层切换次数', TRAFFIC),
  counter(
    'media_work',
    'work of media servers, ms of one core',
    '媒体服务器工作量（核毫秒）',
    NODE,
  ),
  counter('media_dropped', 'packets that media servers had no room for', '媒体服务器丢包数', NODE),
  level('media_cores', 'cores of media servers', '媒体服务器核数', NODE),
  ratio(
    'media_cpu',
    'share of media servers’ cores that work',
    '媒体服务器 CPU 利用率',
    NODE,
    ['media_work'],
    ['media_cores'],
  ),
  ratio(
    'freeze_share',
    'share of the time that pictures stand still',
    '画面冻结比例',
    TRAFFIC,
    ['video_frozen_seconds'],
    ['video_seconds'],
  ),
  ratio(
    'media_loss_ratio',
    'share of bytes of media that are lost',
    '媒体丢失率',
    TRAFFIC,
    ['media_lost_bytes'],
    ['media_lost_bytes', 'media_down_bytes'],
  ),
  bitRate(
    'up_bitrate',
    'what a member sends in the mean',
    '人均上行码率',
    'media_up_bytes',
    'meeting_seconds',
  ),
  bitRate(
    'down_bitrate',
    'what a member gets in the mean',
    '人均下行码率',
    'media_down_bytes',
    'meeting_seconds',
  ),
  bitRate(
    'camera_bitrate',
    'rate at which a camera is seen in the mean',
    '单路视频接收码率',
    'video_down_bytes',
    'video_seconds',
  ),
];
