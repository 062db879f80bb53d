/** Sentences of Results in Chinese: those that are always the same, and those with names and numbers. */
import { PHRASES } from './zh-parts.data.ts';
import { PRICE_PHRASES } from './zh-prices.data.ts';

const SAID: Readonly<Record<string, string>> = { ...PHRASES, ...PRICE_PHRASES };

type Pattern = readonly [RegExp, (...parts: (string | undefined)[]) => string];

const SECONDS = '([\\d.e+-]+)s';
const lasting = (verb: string) => new RegExp(`^${verb} (.+) for ${SECONDS}$`);

/** What nodes are set to. */
const DETAILS: readonly Pattern[] = [
  [/^(\d+) workers$/, (count) => `${count} 个工作线程`],
  [/^(\d+) cores$/, (count) => `${count} 核`],
  [
    /^(\d+) devices, (.+?)(?:, radio (.+?))?(, with caches)?$/,
    (count, access, radio, caches) =>
      [`${count} 台设备`, access, radio && `无线电 ${radio}`, caches && '带缓存']
        .filter(Boolean)
        .join('，'),
  ],
  [
    /^(\S+) on (\S+), (\S+) in memory$/,
    (one, disk, other) => `${one}，${disk} 磁盘，内存 ${other}`,
  ],
  [/^(\S+) on (\S+)$/, (policy, disk) => `${policy}，${disk} 磁盘`],
];

/** What the timeline does. */
const ACTIONS: readonly Pattern[] = [
  [lasting('crash'), (node, seconds) => `${node} 崩溃 ${seconds} 秒`],
  [lasting('drain'), (node, seconds) => `${node} 排空 ${seconds} 秒`],
  [lasting('partition'), (nodes, seconds) => `${nodes} 与其余节点隔离 ${seconds} 秒`],
  [lasting('cut'), (paths, seconds) => `${paths} 中断 ${seconds} 秒`],
  [
    new RegExp(`^cut (.+) for ${SECONDS}, detour of ([\\d.]+)ms after ${SECONDS}$`),
    (paths, seconds, detour, after) =>
      `${paths} 中断 ${seconds} 秒，${after} 秒后绕行，多 ${detour} 毫秒`,
  ],
  [
    new RegExp(
      `^degrade (.+?)(?: by ([\\d.]+)ms)?(?: to ([\\d.]+) Mbit/s)?( with losses)? for ${SECONDS}$`,
    ),
    (paths, delay, rate, losses, seconds) =>
      [
        `${paths} 劣化 ${seconds} 秒`,
        delay && `多 ${delay} 毫秒`,
        rate && `降至 ${rate} Mbit/s`,
        losses && '有丢包',
      ]
        .filter(Boolean)
        .join('，'),
  ],
  [/^purge (.+) from (.+)$/, (what, nodes) => `从 ${nodes} 清除 ${tagged(what)}`],
  [/^soft purge (.+) from (.+)$/, (what, nodes) => `从 ${nodes} 软清除 ${tagged(what)}`],
  [
    new RegExp(`^ramp (.+) to (\\S+)/s over ${SECONDS}$`),
    (traffic, rate, seconds) => `${traffic} 在 ${seconds} 秒内变为每秒 ${rate}`,
  ],
  [
    /^migrate (?:([\d.]+) % of )?(.+)$/,
    (share, nodes) => `${nodes} 的${share === undefined ? '' : ` ${share}% `}设备更换地址`,
  ],
  [
    new RegExp(`^slow (.+): (.+), for ${SECONDS}$`),
    (node, what, seconds) => `${node} 变差 ${seconds} 秒：${troubled(what)}`,
  ],
  [
    new RegExp(
      `^bad deploy to (.+?): (.+?)(?:, the next each ${SECONDS})?, rolled back after ${SECONDS}$`,
    ),
    (node, what, pace, seconds) =>
      `向 ${node} 发布坏版本：${troubled(what)}${pace ? `，每 ${pace} 秒一个` : ''}，${seconds} 秒后回滚`,
  ],
  [
    new RegExp(`^rack (\\d+) of (\\d+) of (.+) down for ${SECONDS}$`),
    (rack, racks, node, seconds) => `${node} 的机架 ${rack}（共 ${racks} 个）停机 ${seconds} 秒`,
  ],
  [
    new RegExp(`^overload (.+) with (\\S+) jobs/s for ${SECONDS}$`),
    (node, rate, seconds) => `${node} 另有每秒 ${rate} 个外来任务，持续 ${seconds} 秒`,
  ],
  [/^flush (.+)$/, (nodes) => `清空 ${nodes} 的全部内容`],
  [
    new RegExp(`^herd of (\\d+) requests of (.+) in ${SECONDS}$`),
    (count, traffic, seconds) => `${traffic} 在 ${seconds} 秒内涌入 ${count} 个请求`,
  ],
  [new RegExp(`^stall (.+) for ${SECONDS}$`), (node, s) => `${node} 停止读取 ${s} 秒`],
  [/^reset connections (.+) - (.+)$/, (one, other) => `重置 ${one} 与 ${other} 之间的连接`],
  [/^connections (.+) - (.+) vanish$/, (one, other) => `${one} 与 ${other} 之间的连接变为半开`],
  [/^disconnect all devices of (.+)$/, (traffic) => `断开 ${traffic} 全部设备的连接`],
  [/^weigh (.+) as (\S+)$/, (node, weight) => `${node} 权重设为 ${weight}`],
];

const troubled = (what = ''): string =>
  what
    .replace(/(\S+) times as slow/, '耗时为 $1 倍')
    .replace(/(\S+)ms late/, '迟 $1 毫秒')
    .replace(/(\S+)% errors/, '$1% 出错')
    .replaceAll(', ', '，');

const tagged = (what = ''): string => what.replace(/^tag (\S+)(?: of )?/, '标签 $1 ').trimEnd();

/** Parts of sources; the reference beside them stays as it is. */
const ASIDES: readonly (readonly [RegExp, string])[] = [
  [/^definition; /, '定义；'],
  [/\(from memory\)/g, '（凭记忆）'],
  [/; its defaults for both periods are assumptions$/, '；两个周期的默认值为假设'],
  [/; the defaults are an assumption$/, '；默认值为假设'],
  [/; shares and errors are assumptions$/, '；份额与误差为假设'],
  [/; thresholds are assumptions$/, '；阈值为假设'],
  [/; exponential: an assumption$/, '；指数分布为假设'],
  [/; where others fall is an assumption$/, '；其余落至何处为假设'],
  [/, from memory/g, '（凭记忆）'],
  [/; the smoothing factors are assumptions$/, '；平滑系数为假设'],
  [/ \(assumption\)$/, '（假设）'],
  [/; rate: assumption; /, '；码率为假设；'],
  [/; nothing is lost on the way: an assumption$/, '；途中无丢失为假设'],
  [/; digests without false positives of their own: an assumption$/, '；摘要自身无误报为假设'],
  [
    /^shares and sizes are assumptions: no public source gives them$/,
    '份额与大小为假设：无公开来源',
  ],
];

/** @returns the text itself where it is a name, a path or a reference. */
export function inChinese(text: string): string {
  const phrase = SAID[text];
  if (phrase !== undefined) return phrase;
  for (const [pattern, write] of [...DETAILS, ...ACTIONS]) {
    const found = pattern.exec(text);
    if (found !== null) return write(...found.slice(1));
  }
  const [, name, summary] = /^([\w.-]+): (.+)$/s.exec(text) ?? [];
  const known = summary === undefined ? undefined : SAID[summary];
  if (known !== undefined) return `${name}：${known}`;
  return ASIDES.reduce((sofar, [pattern, words]) => sofar.replace(pattern, words), text);
}
