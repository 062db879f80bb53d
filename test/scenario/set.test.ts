import { describe, expect, it } from 'vitest';
import { GOOD, readSmall } from './small-kinds.ts';

const set = (...assignments: string[]) => readSmall(GOOD, { set: assignments });

const found = (...assignments: string[]) =>
  set(...assignments).problems.map(
    ({ file, line, column, code, path, message }) =>
      `${file}:${line}:${column} ${code} ${path}: ${message}`,
  );

describe('--set', () => {
  it('changes a value before it is checked', () => {
    const { scenario } = set('nodes.edge.capacity=8GiB', 'run.duration=5m', 'title=other');
    expect(scenario?.nodes[1]?.kind.params).toMatchObject({ capacity: 8 * 1024 ** 3 });
    expect(scenario?.run.durationMs).toBe(300_000);
    expect(scenario?.title).toBe('other');
  });

  it('takes list indices, new keys, maps and lists', () => {
    const { scenario, problems } = set(
      'timeline.1.at=6m',
      'run.replications=3',
      'nodes.edge.policy={ s3-fifo: { small: 30% } }',
      'places=[singapore, virginia]',
      'links.edge -> shield.latency=4ms',
    );
    expect(problems).toEqual([]);
    expect(scenario?.timeline[1]?.atMs).toBe(360_000);
    expect(scenario?.run.replications).toBe(3);
    expect(scenario?.places.map(({ name }) => name)).toEqual(['singapore', 'virginia']);
    expect(scenario?.links[0]?.settings).toEqual({ bandwidth: 10e9, latency: 4 });
  });

  it('begins a map inside of an entry', () => {
    const { scenario } = set('traffic.images.catalog.objects=5');
    expect(scenario?.traffic[0]?.kind.params).toMatchObject({ catalog: { objects: 5 } });
  });

  it('leaves what it only passes through where it stands', () => {
    const { source } = set('nodes.edge.count=3').scenario!;
    expect(source.locate(['nodes', 'edge'])).toMatchObject({ file: 'test.yaml', line: 7 });
    expect(source.locate(['nodes', 'edge', 'count'])).toMatchObject({ file: '--set', line: 1 });
  });

  it('lets the last of two win', () => {
    expect(set('run.seed=1', 'run.seed=2').scenario?.run.seed).toBe('2');
  });

  it('begins a section that the file does not have', () => {
    const text = GOOD.replace(/run:.*\n/, '');
    expect(readSmall(text, { set: ['run.duration=3m'] }).scenario?.run.durationMs).toBe(180_000);
  });

  it.each([
    ['nodes.egde.capacity=8GiB', '--set:1:7 TW1012 : "egde": expected a key of the scenario'],
    // It comes through to whoever knows the section's settings: those need not be there before.
    ['network.lost.all=3%', '--set:1:9 TW1101 network.lost: unknown key "lost"'],
    ['timeline.7.at=6m', '--set:1:10 TW1012 : "7": expected an index below 2'],
    ['timeline.x.at=6m', '--set:1:10 TW1012 : "x": expected an index below 2'],
    ['title.short=6m', '--set:1:7 TW1012 : "short": expected a map above'],
    ['title', '--set:1:1 TW1012 : "title": expected path=value'],
    ['=3', '--set:1:1 TW1012 : "=3": expected path=value'],
    ['extends=[a.yaml]', '--set:1:1 TW1012 : extends: expected in a file'],
    ['title="', '--set:1:8 TW1001 : not YAML: missing closing "quote'],
    ['nodes.edge.capcity=8GiB', '--set:1:12 TW1101 nodes.edge.capcity: unknown key "capcity"'],
    [
      'traffic.images.catalogue.objects=5',
      '--set:1:16 TW1101 traffic.images.catalogue: unknown key "catalogue"',
    ],
    [
      'nodes.edge.count=many',
      '--set:1:18 TW1201 nodes.edge.count: "many": expected a count such as 64, 200k or 1M',
    ],
  ])('points at the command line: %s', (assignment, problem) => {
    expect(found(assignment)).toEqual([problem]);
  });

  it('counts each assignment as a line', () => {
    expect(found('title=fine', 'nodes.edge.count=0')).toEqual([
      '--set:2:18 TW1202 nodes.edge.count: 0: expected 1 or more',
    ]);
  });
});
