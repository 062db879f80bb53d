/** What people read: figures, tables, files, links, both languages, colours. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, reprice } from '../../sim/index.ts';
import { MESSAGES, type Messages } from '../../viz/app/messages.ts';
import { openResult } from '../../viz/app/saved-result.ts';
import { fromHash, toHash } from '../../viz/app/share.ts';
import { formatFor } from '../../viz/data/format.ts';
import { percentilesOverTime } from '../../viz/data/over-time.ts';
import { summariseLines } from '../../viz/data/summary.ts';
import { timeTable, toCsv } from '../../viz/data/table.ts';
import { tiles } from '../../viz/data/tiles.ts';
import { ONE_DEVICE } from '../model/node/one-device.ts';
import { runText } from '../run-scenario.ts';
import { sampleResult } from './sample-result.ts';

const result = sampleResult();
const { en, zh } = MESSAGES;

/** Every message with its path, functions called with plausible values. */
function flat(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]): [string, string][] => {
    const here = `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, String(value('a', 'b', 'c', 'd', 'e'))]];
    return flat(value as object, here);
  });
}

describe('figures', () => {
  const format = formatFor('en');

  it('shows a mean of counts with the digits that an assertion is about, as the terminal does', () => {
    const shown = [3.96, 4, 0.5, 99.96, 1234.5].map((value) => format.unit(value, 'count'));
    expect(shown).toEqual(['3.96', '4', '0.5', '100', '1,235']);
  });

  it('shows a dash for what is not known, never a number', () => {
    for (const unit of [
      'ms',
      'ratio',
      'count',
      'bytes',
      'per second',
      'bits per second',
    ] as const) {
      expect(format.unit(undefined, unit)).toBe('–');
      expect(format.unit(null, unit)).toBe('–');
      expect(format.unit(Number.NaN, unit)).toBe('–');
    }
  });

  it('does not show a share that is not zero as zero', () => {
    expect(format.ratio(0.00003)).toBe('<0.01%');
    expect(format.ratio(0)).toBe('0%');
  });

  it('changes units where people would', () => {
    expect(format.ms(348.2)).toBe('348 ms');
    expect(format.ms(1240)).toBe('1.24 s');
    expect(format.bytes(1_500_000)).toBe('1.5 MB');
    expect(format.perSecond(2210)).toBe('2.21k/s');
    expect(format.clock(380_000)).toBe('6:20');
    expect(format.clock(3_661_000)).toBe('1:01:01');
  });

  it('shows what a priced result costs and emits, and nothing of others', () => {
    const { result: priced } = reprice(result, { nodes: { edge: 'bunny' } });
    const ids = tiles(priced!).map(({ id }) => id);
    expect(ids.slice(-2)).toEqual(['cost-bunny', 'carbon']);
    expect(tiles(result).map(({ id }) => id)).toEqual(ids.slice(0, -2));
    expect(format.unit(7050, 'USD')).toBe('7,050 USD');
    expect(format.unit(148.2, 'gCO2e')).toBe('148 g CO₂e');
  });

  it('gives the p99.9 of too few samples as unknown on its tile', () => {
    const few = {
      ...result,
      replications: result.replications.map((one) => ({
        ...one,
        histograms: one.histograms.map((entry) => ({
          ...entry,
          total: { ...entry.total, count: 2, counts: [2], buckets: [entry.total.buckets[0]!] },
        })),
      })),
    };
    const tile = tiles(few).find((one) => one.id === 'latency-p99.9')!;
    expect(tile.value).toBeUndefined();
    expect(format.unit(tile.value, tile.unit)).toBe('–');
  });
});

describe('messages', () => {
  it('exist in both languages under the same keys, none of them empty', () => {
    const [english, chinese] = [flat(en), flat(zh)];
    expect(chinese.map(([path]) => path)).toEqual(english.map(([path]) => path));
    for (const [path, text] of [...english, ...chinese]) expect(text, path).not.toBe('');
  });

  it('are in Chinese where they are sentences', () => {
    const same = flat(zh).filter(([path, text]) => text.length > 6 && text === readPath(en, path));
    expect(same.map(([path]) => path)).toEqual([]);
  });

  const HAN = /\p{Script=Han}/u;

  it('name every kind of node in both languages', () => {
    const kinds = catalogue.find(({ kind }) => kind === 'node kind')!.names;
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter((kind) => en.kind[kind] === undefined)).toEqual([]);
    expect(kinds.filter((kind) => !HAN.test(zh.kind[kind] ?? ''))).toEqual([]);
  });

  it('are in Chinese where a Result says what was assumed, by every part that has a name', () => {
    // Kinds of nodes, traffic and timeline entries are no assumptions: the scenario says them itself. Prices and
    // carbon are applied to a Result when it is there.
    const parts = catalogue
      .filter(
        ({ kind }) =>
          !/^(node|traffic) kind$|^timeline|^(price list|billing model|carbon model)$/.test(kind),
      )
      .flatMap((registry) => [...registry.parts]);
    const english = parts.filter(
      ({ name, summary }) => !HAN.test(zh.inWords(`${name}: ${summary}`)),
    );
    // A new part needs a line in viz/app/messages/zh-parts.data.ts.
    expect(english.map(({ name, summary }) => `${name}: ${summary}`)).toEqual([]);
    const sources = parts.map(({ source }) => source);
    const assumed = sources.filter((source) => /\bassumption|\bdefinition/.test(source));
    expect(assumed.filter((source) => !HAN.test(zh.inWords(source)))).toEqual([]);
    expect(zh.inWords(`lru: ${parts.find(({ name }) => name === 'lru')!.summary}`)).toBe(
      'lru：淘汰最久未被访问的对象',
    );
  });

  it('are in Chinese where a Result says what holds in every run', () => {
    const always = ['tls-1.3', 'http-2'].flatMap((transport) => {
      const { assumptions } = runText(ONE_DEVICE, [`traffic.page.transport=${transport}`]);
      return assumptions.filter(({ about }) => about.includes(' '));
    });
    expect(always).toHaveLength(8);
    for (const { about, value } of always) {
      expect(zh.inWords(about)).toMatch(HAN);
      if (/[a-z]{3}/.test(value)) expect(zh.inWords(value)).toMatch(HAN);
    }
  });

  it.each([
    ['8 workers', '8 个工作线程'],
    ['8 cores', '8 核'],
    ['1200 devices, 5g-embb', '1200 台设备，5g-embb'],
    ['60 devices, 4g, radio lte, with caches', '60 台设备，4g，无线电 lte，带缓存'],
    ['s3-fifo on nvme, lru in memory', 's3-fifo，nvme 磁盘，内存 lru'],
    ['w-tinylfu', 'w-tinylfu'],
    ['crash shield/0 for 90s', 'shield/0 崩溃 90 秒'],
    ['drain edge/0 for 1.5s', 'edge/0 排空 1.5 秒'],
    ['soft purge tag product-17 from edge/*', '从 edge/* 软清除 标签 product-17'],
    ['disconnect all devices of talk', '断开 talk 全部设备的连接'],
    ['ramp images to 4000/s over 30s', 'images 在 30 秒内变为每秒 4000'],
    [
      'degrade a - b by 5ms to 50 Mbit/s with losses for 60s',
      'a - b 劣化 60 秒，多 5 毫秒，降至 50 Mbit/s，有丢包',
    ],
    ['migrate 50 % of people', 'people 的 50% 设备更换地址'],
    ['migrate people', 'people 的设备更换地址'],
    ['Waldspurger et al., FAST 2015', 'Waldspurger et al., FAST 2015'],
  ])('say %s of a Result as %s, and leave it in English as it is', (text, chinese) => {
    expect(zh.inWords(text)).toBe(chinese);
    expect(en.inWords(text)).toBe(text);
  });

  it('say when a percentile was highest, and during which of the phases', () => {
    const data = percentilesOverTime(result, 'latency');
    const format = formatFor('en');
    const sentence = summariseLines(data, format.ms, format, en);
    expect(sentence).toMatch(/^p99 ranges from .* highest at 6:\d\d \(shield crash\)\.$/);
  });
});

const readPath = (messages: Messages, path: string) =>
  path
    .split('.')
    .slice(1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], messages);

describe('a table as CSV', () => {
  it('quotes and doubles as RFC 4180 says, and defuses formulas', () => {
    const table = {
      columns: ['a', 'b,c'],
      rows: [
        ['say "hi"', 1.5],
        ['=1+1', null],
      ],
    };
    expect(toCsv(table)).toBe('a,"b,c"\r\n"say ""hi""",1.5\r\n\'=1+1,\r\n');
  });

  it('has a row for each window with the plotted values', () => {
    const data = percentilesOverTime(result, 'latency');
    const { columns, rows } = timeTable(data);
    expect(columns).toEqual(['from_ms', 'p50', 'p95', 'p99']);
    expect(rows).toHaveLength(60);
    expect(rows[6]![3]).toBe(data.lines[2]!.values[6]);
  });
});

describe('a saved Result', () => {
  const open = (text: string) => openResult('x.json', text, en);
  const problem = (text: string) => (open(text) as { problem?: string }).problem;

  it('opens as the same data', () => {
    expect(open(JSON.stringify(result))).toEqual({ result: JSON.parse(JSON.stringify(result)) });
  });

  it.each([
    [
      'is not JSON',
      'version: 1',
      'x.json: not JSON: expected a Result that twinwing saved, a scenario, or a file that the scenario names',
    ],
    [
      'is other JSON',
      '[]',
      'x.json: JSON, but not a twinwing Result: expected "format": "twinwing/result"',
    ],
    [
      'has another version',
      JSON.stringify({ ...result, version: 9 }),
      'x.json: Result version 9: expected version 1',
    ],
    [
      'misses a list',
      JSON.stringify({ ...result, verdicts: 1 }),
      'x.json: a twinwing Result without a sound "verdicts"',
    ],
    [
      'has a broken replication',
      JSON.stringify({ ...result, replications: [{}] }),
      'x.json: a twinwing Result without a sound "replications"',
    ],
  ])('that %s is refused with the reason', (_, text, message) => {
    expect(problem(text)).toBe(message);
  });
});

describe('a link', () => {
  it('carries any scenario there and back', async () => {
    const text = 'title: 闪购 ☃\nrun: { seed: 42 }\n'.repeat(50);
    const hash = await toHash(text);
    expect(hash).toMatch(/^#v1\.[\w-]+$/);
    expect(await fromHash(hash)).toBe(text);
  });

  it('of another kind is none', async () => {
    expect(await fromHash('#latency')).toBeUndefined();
  });

  it('that is damaged is refused', async () => {
    await expect(fromHash('#v1.AAAA!')).rejects.toThrow();
  });

  it('that would unpack without end is refused', async () => {
    const bomb = new Blob(['a'.repeat(3_000_000)]).stream();
    const packed = bomb.pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = Buffer.from(await new Response(packed).arrayBuffer());
    await expect(fromHash(`#v1.${bytes.toString('base64url')}`)).rejects.toThrow(/more than/);
  });
});

describe('colours', () => {
  const css = readFileSync(join(import.meta.dirname, '../../viz/style/colours.css'), 'utf8');
  const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
  const colours = new Map(pairs.map(([, name, light, dark]) => [name!, [light!, dark!] as const]));

  /** WCAG 2.2: relative luminance. */
  const luminance = (hex: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const contrast = (a: string, b: string) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high! + 0.05) / (low! + 0.05);
  };
  const least = (names: RegExp, ratio: number) => {
    const surface = colours.get('surface')!;
    const tooWeak = [...colours].filter(
      ([name, pair]) =>
        names.test(name) && pair.some((colour, mode) => contrast(colour, surface[mode]!) < ratio),
    );
    return tooWeak.map(([name]) => name);
  };

  it('of lines and bars stand out from the page in both themes (WCAG 1.4.11: 3 to 1)', () => {
    expect(colours.size).toBeGreaterThan(25);
    expect(least(/^(p\d+|series|tier|kind)/, 3)).toEqual([]);
  });

  it('of text can be read in both themes (WCAG 1.4.3: 4.5 to 1)', () => {
    expect(least(/^(text|muted|pass|fail|inconclusive|accent)$/, 4.5)).toEqual([]);
  });
});
