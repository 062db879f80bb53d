/** Devices that ask by other libraries than `node:http`. Threads load built files. */
import { describe, expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import type { ProtocolAnswer } from '../../sim/protocol/job.ts';
import { checkSpoken } from '../../sim/protocol/unspoken.ts';
import { total } from '../run-scenario.ts';
import { expectOneHash, modelled, spoken, twoEdges } from './spoken-scenario.ts';

/** Edges whose connections have windows in the model, too. */
const WINDOWS = 'parent: origin, transport: { http-1.1: { tls: none } } }';
const textOf = (
  transport: string,
  more = '',
) => `${twoEdges(8, 30, `{ ${transport}: { tls: none } }${more}`).replace('parent: origin }', WINDOWS)}\
    freshness: { max-age: 2s, changes: 20s, stale-while-revalidate: 1s }
timeline:
  - { at: 6s, do: ramp, traffic: web, to: 0rps, over: 0s }
`;
const CRASH = '  - { at: 3s, do: crash, node: edge/1, for: 1s }\n';
const UNDICI = '\n    library: undici';

describe.each([
  ['HTTP/2 by node:http2', textOf('http-2')],
  ['HTTP/1.1 by undici', textOf('http-1.1', UNDICI)],
])('%s', (_name, text) => {
  let first: Promise<ProtocolAnswer> | undefined;
  const once = () => (first ??= spoken(text));

  it('is the same byte for byte in three runs, and however what is under way is waited for', async () => {
    await expectOneHash(text, once());
  });

  it('has the requests, bytes and connections of the model', async () => {
    const { result } = await once();
    const model = modelled(text);
    expect(total(result, 'errors')).toBe(0);
    expect(total(result, 'requests')).toBe(total(model, 'requests'));
    expect(total(result, 'response_bytes')).toBe(total(model, 'response_bytes'));
    const near = (metric: string, labels?: Record<string, string>) =>
      total(result, metric, labels) / total(model, metric, labels) - 1;
    // Headers come beside bodies of 20 KiB: at most 2 %.
    const bytes = near('call_bytes', { node: 'people' });
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(0.02);
    // A set-up is a round trip in both. Two that ask at once may share one, a millisecond sooner or later.
    expect(Math.abs(near('connections'))).toBeLessThan(0.03);
  });
});

it('HTTP/2 asks over one connection, and loses no request when an edge crashes', async () => {
  const text = textOf('http-2').replace('count: 30', 'count: 1');
  const { result } = await spoken(text + CRASH);
  // RFC 9113 §9.1: one, while the other end is there; the balancer does not crash.
  expect(total(result, 'connections')).toBe(1);
  const requests = total(result, 'requests');
  expect(requests).toBe(total(modelled(text + CRASH), 'requests'));
  expect(total(result, 'errors')).toBeLessThan(requests / 20);
});

it('undici over HTTP/2 is refused', () => {
  const { scenario } = read(textOf('http-2', UNDICI), { file: 'a.yaml' });
  expect(() => checkSpoken(scenario!)).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({ code: 'TW1317', message: expect.stringContaining('undici') }),
      ],
    }),
  );
});
