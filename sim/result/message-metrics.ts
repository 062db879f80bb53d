/** The part of the catalogue of metrics that messages report to; `kind` for chats that have kinds. */
import { counter, histogram, type Metric, NODE } from './metric.ts';

const KIND = ['traffic', 'place', 'kind'];
/** With the state of the device when the message was sent, where devices come and go. */
/** And whether sender and recipient are of one domain, where there are several: within, across. */
const STATE = [...KIND, 'state', 'reach'];
const PIECE = [...KIND, 'piece'];
const REASON = [...KIND, 'reason'];

export const MESSAGE_METRICS: readonly Metric[] = [
  histogram('delivery', 'delivery time of messages', '消息送达时间', STATE),
  histogram('upload_time', 'time of uploads before their message is sent', '媒体上传耗时', KIND),
  histogram(
    'media_time',
    'time from asking for a picture, film or file until it is there',
    '媒体显示耗时',
    PIECE,
  ),
  histogram('claim_time', 'time from tapping a red packet to the answer', '抢红包应答时间', KIND),
  histogram('packet_time', 'time until a red packet is empty', '红包抢空时间', KIND),
  histogram(
    'claim_wait',
    'time that claims of a red packet wait for each other',
    '抢红包等锁时间',
    NODE,
  ),
  histogram('moderation_time', 'time that moderation holds messages', '审核耗时', KIND),
  histogram(
    'rejection_time',
    'time until a sender is told that a message was not taken',
    '拒绝告知耗时',
    KIND,
  ),
  histogram('encryption_time', 'time of a sender’s device for ciphertexts', '加密耗时', KIND),
  counter('rejected', 'messages that servers did not take', '被拒消息数', REASON),
  counter('ciphertexts', 'ciphertexts that senders made', '密文数', KIND),
  counter(
    'encryption_bytes',
    'bytes that encryption adds to what senders send',
    '加密附加字节数',
    KIND,
    'bytes',
  ),
  counter('keys_sent', 'keys that senders sent to members of rooms', '分发密钥数', KIND),
  counter('key_bytes', 'bytes of these keys', '分发密钥字节数', KIND, 'bytes'),
  counter('claims', 'claims of parts of red packets', '抢红包次数', KIND),
  counter('claims_won', 'claims that got a part', '抢到红包次数', KIND),
  counter('claims_failed', 'claims that were not answered', '未应答的抢红包次数', KIND),
  counter('claims_open', 'claims still open at the end', '结束时未应答的抢红包次数', KIND),
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
