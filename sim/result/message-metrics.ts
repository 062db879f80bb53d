/** The part of the catalogue of metrics that messages report to; `kind` for chats that have kinds. */
import { counter, histogram, type Metric } from './metric.ts';

const KIND = ['traffic', 'place', 'kind'];
const PIECE = [...KIND, 'piece'];

export const MESSAGE_METRICS: readonly Metric[] = [
  histogram('delivery', 'delivery time of messages', '消息送达时间', KIND),
  histogram('upload_time', 'time of uploads before their message is sent', '媒体上传耗时', KIND),
  histogram(
    'media_time',
    'time from asking for a picture, film or file until it is there',
    '媒体显示耗时',
    PIECE,
  ),
  counter('messages', 'messages sent', '发送消息数', KIND),
  counter('deliveries', 'messages shown to a recipient', '送达数', KIND),
  counter('undelivered', 'deliveries that were lost', '未送达数', KIND),
  counter('unsent', 'messages given up before they were sent', '未发出消息数', KIND),
  counter(
    'message_bytes',
    'bytes of messages as their senders send them',
    '消息字节数',
    KIND,
    'bytes',
  ),
  counter('uploads', 'uploads that were finished', '完成的上传数', KIND),
  counter('upload_errors', 'uploads that were given up', '放弃的上传数', KIND),
  counter('uploads_open', 'uploads still going on at the end', '结束时未完成的上传数', KIND),
  counter('upload_retries', 'parts of uploads sent again', '上传分片重试数', KIND),
  counter(
    'upload_bytes',
    'bytes that devices uploaded, repeated ones included',
    '上传字节数',
    KIND,
    'bytes',
  ),
  counter(
    'media_shown',
    'pictures, films, stickers and files that were shown',
    '显示的媒体数',
    PIECE,
  ),
  counter(
    'media_errors',
    'pictures, films, stickers and files that failed',
    '显示失败的媒体数',
    PIECE,
  ),
  counter('media_open', 'media still on their way at the end', '结束时未到达的媒体数', PIECE),
  counter('media_bytes', 'bytes of media that devices fetched', '获取的媒体字节数', PIECE, 'bytes'),
];
