/** The part of the catalogue of metrics that audiences with tasks of several requests report to. */
import { counter, histogram, level, type Metric, TRAFFIC } from './metric.ts';

/** Who answers may do so for a kind of message. */
const ANSWERER = ['traffic', 'place', 'kind'];
/** Kinds of pages have names. */
const PAGE = ['traffic', 'place', 'page'];

export const AUDIENCE_METRICS: readonly Metric[] = [
  histogram('page_load', 'time until a page and all on it is there', '页面加载时间', PAGE),
  histogram('download_time', 'time of whole downloads', '下载耗时', TRAFFIC),
  histogram(
    'class_delay',
    'age of a teacher’s video when it is at a student',
    '课堂直播延迟',
    TRAFFIC,
  ),
  histogram('first_token', 'time to the first token of an answer', '首个词元时间', ANSWERER),
  histogram('token_gap', 'time between events of a stream of tokens', '词元事件间隔', ANSWERER),
  histogram('answer_time', 'time of whole answers of a language model', '模型回答总耗时', ANSWERER),
  counter('pages', 'pages that were loaded', '加载完成的页面数', PAGE),
  counter('page_errors', 'pages whose main object failed', '加载失败的页面数', PAGE),
  counter('pages_open', 'pages still loading at the end', '结束时仍在加载的页面数', PAGE),
  counter('orders', 'orders confirmed by a shop', '确认的订单数', TRAFFIC),
  counter('api_writes', 'calls that write', '写调用数', TRAFFIC),
  counter('class_segments', 'segments of teachers that students saw', '看到的课堂分片数', TRAFFIC),
  counter('class_missed', 'segments of teachers that students missed', '错过的课堂分片数', TRAFFIC),
  counter(
    'answers',
    'answers of a language model that were finished',
    '完成的模型回答数',
    ANSWERER,
  ),
  counter(
    'answer_errors',
    'answers of a language model that broke off',
    '中断的模型回答数',
    ANSWERER,
  ),
  counter('answers_open', 'answers still coming at the end', '结束时未完成的模型回答数', ANSWERER),
  counter('question_tokens', 'tokens of questions that were answered', '提问词元数', ANSWERER),
  counter(
    'answer_bytes',
    'bytes of answers in a chat, token by token',
    '聊天内模型回答字节数',
    ANSWERER,
    'bytes',
  ),
  counter('answer_tokens', 'tokens of answers that were finished', '回答词元数', ANSWERER),
  level('token_streams', 'answers that a language model makes', '进行中的词元流', TRAFFIC),
  level('token_waiting', 'questions that wait for a language model', '排队的提问数', TRAFFIC),
  counter('downloads', 'downloads that were finished', '完成的下载数', TRAFFIC),
  counter('download_errors', 'downloads that were given up', '放弃的下载数', TRAFFIC),
  counter('downloads_open', 'downloads still going on at the end', '结束时未完成的下载数', TRAFFIC),
  counter('download_retries', 'parts of downloads asked for again', '下载分片重试数', TRAFFIC),
  counter(
    'download_waste_bytes',
    'bytes of downloads thrown away after a failure',
    '失败后丢弃的下载字节数',
    TRAFFIC,
    'bytes',
  ),
];
