import { describe, expect, it } from 'vitest';
import { Run, read, ScenarioError } from '../../../sim/index.ts';
import { PurgeLog } from '../../../sim/model/cdn/purge-log.ts';
import type { Selection } from '../../../sim/model/node/selection.ts';
import { Tags } from '../../../sim/model/traffic/tags.ts';
import { runText, total } from '../../run-scenario.ts';
import { ONE_CACHE as CDN } from './one-cache.ts';

/** 5000 requests in 50 s for 40 objects: after 25 s each of them is here, and will be asked for again. */
const FORTY = [
  'run.duration=50s',
  'traffic.page.catalog={objects: 40, popularity: uniform, size: 100B, tags: {product: 8, template: 5}}',
];

/** Requests at the origin beyond the first one for each object. */
function again(purge: string, set: readonly string[] = []): number {
  const result = runText(CDN, [
    ...FORTY,
    `timeline=[{at: 25s, do: purge, nodes: edge, ${purge}}]`,
    ...set,
  ]);
  return total(result, 'origin_requests') - 40;
}

describe('a purge', () => {
  // 40 objects have 8 products of 5 objects each, 5 templates of 8 each; 8 and 5 have no divisor in
  // common, so that one of 40 objects has both.
  it.each([
    ['tag: product-3', 5],
    ['tag: template-4', 8],
    ['keys: /page/*', 40],
    ['keys: /page/17', 1],
    ['keys: /page/1*', 11],
    ['keys: /page/0*', 1],
    ['keys: "/page/1*", tag: template-4', 2],
    ['keys: "*", tag: template-4', 8],
    ['keys: /page/4, tag: template-4', 1],
    ['keys: /page/5, tag: template-4', 0],
    ['keys: "/page/1*", tag: product-3', 2],
  ])('by %s takes %i of 40 objects', (purge, expected) => {
    expect(again(purge)).toBe(expected);
  });

  it('by tag and soft makes copies stale, which are served once more', () => {
    const soft = ['traffic.page.freshness={stale-while-revalidate: 1h}'];
    const timeline = 'timeline=[{at: 25s, do: purge, nodes: edge, tag: product-3, soft: true}]';
    const result = runText(CDN, [...FORTY, timeline, ...soft]);
    expect(total(result, 'cache_stale')).toBe(5);
    expect(total(result, 'cache_revalidated')).toBe(5);
    expect(total(result, 'origin_requests')).toBe(45);
  });

  it('by tag reaches the objects of every traffic', () => {
    const other = CDN.slice(CDN.indexOf('  page:')).replace('page:', 'other:');
    const second = FORTY[1]!.replace('page', 'other');
    const timeline = 'timeline=[{at: 25s, do: purge, nodes: edge, tag: product-3}]';
    const result = runText(CDN + other, [...FORTY, second, timeline]);
    expect(total(result, 'origin_requests')).toBe(80 + 10);
  });

  it('of a tag that no object carries is a problem', () => {
    for (const tag of ['product-8', 'products-1', 'product', 'product-01']) {
      const set = [...FORTY, `timeline=[{at: 1s, do: purge, nodes: edge, tag: ${tag}}]`];
      const { scenario } = read(CDN, { file: 'a.yaml', set });
      expect(() => new Run(scenario!), tag).toThrow(ScenarioError);
      expect(() => new Run(scenario!)).toThrow(`no object carries the tag ${tag}`);
    }
  });
});

describe('tags that cannot be', () => {
  it.each([
    ['{1a: 5}', 'tags.1a: "1a": expected a name of letters and digits'],
    ['{product: 0}', 'tags.product: 0: expected 1 or more'],
    ['500', 'tags: 500: expected a map'],
  ])('%s are a problem', (tags, expected) => {
    const set = [`traffic.page.catalog.tags=${tags}`];
    const { problems } = read(CDN, { file: 'a.yaml', set });
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
      `traffic.page.catalog.${expected}`,
    ]);
  });
});

/** Two kinds of three and four tags: objects 0 to 11 have one pair of tags each. */
const CONTENTS = [new Tags({ a: 3, b: 4 }), new Tags()];

describe('the log of purges', () => {
  const log = () => new PurgeLog(CONTENTS);
  const even: Selection = { means: 'rule', name: 'even', has: (object) => object % 2 === 0 };

  it('finds the last of all that met an object, in whichever way each meant it', () => {
    const purges = log();
    const steps: (readonly [Selection, readonly number[]])[] = [
      [even, [1, 0, 1, 0, 1]],
      [{ means: 'tag', tag: 1 }, [1, 2, 1, 0, 2]],
      [{ means: 'objects', objects: [2, 3] }, [1, 2, 3, 3, 2]],
      // The second kind's first tag: objects 0, 4, 8.
      [{ means: 'tag', tag: 3 }, [4, 2, 3, 3, 4]],
      [even, [5, 2, 5, 3, 5]],
      [{ means: 'all' }, [6, 6, 6, 6, 6]],
      [{ means: 'tag', tag: 0 }, [7, 6, 6, 7, 6]],
      [even, [8, 6, 8, 7, 8]],
    ];
    for (const [selection, expected] of steps) {
      purges.add(0, selection, false, 0);
      expect([0, 1, 2, 3, 4].map((object) => purges.last(0, object))).toEqual(expected);
    }
    expect(purges.last(1, 20)).toBe(0);
    expect(purges.lastSoft(0, 0)).toBe(0);
  });

  it('looks at as many rules as there are different ones, however often they come', () => {
    const purges = log();
    let asked = 0;
    for (let purge = 0; purge < 1000; purge += 1) {
      const has = () => {
        asked += 1;
        return false;
      };
      purges.add(0, { means: 'rule', name: `rule ${purge % 3}`, has }, false, 0);
    }
    purges.last(0, 1);
    expect(asked).toBe(3);
  });
});
