/** What each code of a problem means, for `twinwing explain TW1203`. A code never changes its meaning. */

export interface ProblemCode {
  /** A phrase. */
  readonly title: string;
  /** Why it is a problem, and what to do. */
  readonly explanation: string;
  /** A piece of a scenario that has the problem. */
  readonly wrong: string;
  readonly right: string;
}

/** TW10: the text. */
const TEXT_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1001: {
    title: 'not YAML',
    explanation:
      'The text cannot be read as YAML 1.2. Often it is a bracket or quote that is not closed, or text that holds a sign with a meaning: put such text in quotes. Nodes are named shield/0, since shield[0] cannot stand between braces.',
    wrong: 'timeline:\n  - { at: 5m, do: crash, node: shield[0], for: 90s }',
    right: 'timeline:\n  - { at: 5m, do: crash, node: edge/0, for: 90s }',
  },
  TW1002: {
    title: 'tab as indentation',
    explanation: 'YAML knows spaces only in front of a key. Set the editor to insert spaces.',
    wrong: 'run:\n\tduration: 10m',
    right: 'run:\n  duration: 10m',
  },
  TW1003: {
    title: 'one key twice',
    explanation: 'Only one of the two could count, and the other would be lost without a word.',
    wrong: 'run: { duration: 10m, duration: 20m }',
    right: 'run: { duration: 20m }',
  },
  TW1004: {
    title: 'no map',
    explanation: 'A scenario is a map of sections: version, run, places, nodes and so on.',
    wrong: '- version\n- 1',
    right: 'version: 1',
  },
  TW1005: {
    title: 'too large',
    explanation:
      'A scenario has some kilobytes, and at most 256 Ki characters are read. Recorded requests belong into a trace, which may have any size.',
    wrong: '# a file of 100 MB',
    right: 'traffic:\n  replay: { kind: trace, from: viewers, to: edge, file: access.log.gz }',
  },
  TW1006: {
    title: 'nested too deeply',
    explanation:
      'No scenario needs more than a few levels of maps and lists. Brackets may be missing.',
    wrong: `title: ${'['.repeat(70)}${']'.repeat(70)}`,
    right: 'title: a flash crowd',
  },
  TW1007: {
    title: 'alias that cannot be used',
    explanation:
      'An alias such as *fast stands for a value that was marked &fast further up in the same file. It may not stand inside of what it names, and aliases of aliases may not stand for very many values. To share settings between files, use extends.',
    wrong: 'run: *fast',
    right: 'run: &fast { duration: 10m }',
  },
  TW1008: {
    title: 'not UTF-8 text',
    explanation: 'The file holds bytes that are no text: save it in UTF-8, or name another file.',
    wrong: 'title: "a \uFFFD"',
    right: 'title: "a é"',
  },
  TW1009: {
    title: 'several documents',
    explanation: 'A file holds one scenario. A line of three dashes would begin another one.',
    wrong: 'version: 1\n---\nversion: 1',
    right: 'version: 1',
  },
  TW1010: {
    title: 'file to extend that cannot be read',
    explanation:
      'Names under extends are files, relative to the folder of the file that names them. In the dashboard there are no files to extend: paste what twinwing resolve prints.',
    wrong: 'extends: [no-such-file.yaml]',
    right: 'extends: [base.yaml]',
  },
  TW1011: {
    title: 'files that extend each other',
    explanation:
      'A file that builds on itself has no beginning. Move what both share to a third file.',
    wrong: 'extends: [scenario.yaml]',
    right: 'extends: [base.yaml]',
  },
  TW1012: {
    title: '--set that changes nothing',
    explanation:
      'What is set is a path of keys and list indices, with dots, then = and a value as in the file: --set nodes.edge.capacity=4GiB --set timeline.0.at=5m. All but the last key must be there.',
    wrong: '# --set nodes.egde.capacity=4GiB',
    right: '# --set nodes.edge.capacity=4GiB',
  },
  TW1099: {
    title: 'many problems',
    explanation: 'Only the first 50 problems are shown; later ones often go away with them.',
    wrong: '# a file with more than 50 problems',
    right: 'version: 1',
  },
};

/** TW11: the shape. */
const SHAPE_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1101: {
    title: 'unknown key',
    explanation:
      'The key is none of those that may stand here: a typing error, or a key of another part. twinwing explain NAME lists the keys of a part.',
    wrong: 'nodes:\n  edge: { capcity: 4GiB }',
    right: 'nodes:\n  edge: { capacity: 4GiB }',
  },
  TW1102: {
    title: 'another type expected',
    explanation:
      'A map stands where a value belongs, a value where a list belongs, or text where true or false belongs. In YAML 1.2 yes and no are text.',
    wrong: 'timeline: crash',
    right: 'timeline:\n  - { at: 5m, do: crash, node: edge/0, for: 90s }',
  },
  TW1103: {
    title: 'missing key',
    explanation: 'There is no sensible default for it, so the scenario has to say it.',
    wrong: 'nodes:\n  shield: { kind: cache, parent: origin }',
    right: 'nodes:\n  shield: { kind: cache, parent: origin, capacity: 1TiB }',
  },
  TW1104: {
    title: 'unknown version of the grammar',
    explanation:
      'The version says by which grammar the file is to be read. It is not the version of the program, and 1 is the only one so far.',
    wrong: 'version: 2',
    right: 'version: 1',
  },
  TW1105: {
    title: 'name with other signs',
    explanation:
      'Names begin with a letter of any script and go on with letters, digits, - and _. Other signs have a meaning where names are used: edge/0, edge@virginia, edge -> shield, nodes.edge.count.',
    wrong: 'nodes:\n  edge/1: { kind: cache, parent: origin, capacity: 1GiB }',
    right: 'nodes:\n  edge-1: { kind: cache, parent: origin, capacity: 1GiB }',
  },
  TW1106: {
    title: 'none of the values expected',
    explanation: 'Only a few words may stand here; the message lists them.',
    wrong:
      'traffic:\n  replay: { kind: trace, from: viewers, to: edge, file: access.log, format: cvs }',
    right:
      'traffic:\n  replay: { kind: trace, from: viewers, to: edge, file: access.log, format: csv }',
  },
  TW1107: {
    title: 'reserved key',
    explanation:
      'The key belongs to the grammar, but this version cannot do what it asks for. Sweeps can be made by hand: one run for each value, with --set.',
    wrong: 'sweep:\n  nodes.edge.policy: [lru, sieve]',
    right: '# --set nodes.edge.policy=sieve',
  },
};

/** TW12: single values. */
const VALUE_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1201: {
    title: 'quantity without a unit, or with a wrong one',
    explanation:
      'A bare number does not say whether it is seconds or milliseconds, bits or bytes. Units stand right behind the number: 20ms, 4GiB, 50Mbps, 3rps, 0.1%. KiB is 1024 bytes and kB 1000; b is a bit and B a byte.',
    wrong: 'run: { duration: 300 }',
    right: 'run: { duration: 300s }',
  },
  TW1202: {
    title: 'quantity out of range',
    explanation: 'The value is written well and makes no sense here; the message says what would.',
    wrong: 'run: { duration: -5m }',
    right: 'run: { duration: 5m }',
  },
  TW1203: {
    title: 'unknown name of a part or city',
    explanation:
      'Twinwing has no such node kind, policy, access, city and so on. twinwing explain lists all parts. A place that is no known city needs its coordinates.',
    wrong: 'nodes:\n  edge: { policy: lruu }',
    right: 'nodes:\n  edge: { policy: lru }',
  },
  TW1204: {
    title: 'not the form of a part',
    explanation:
      'A part is a name, or a map with one key: the name, and under it the parameters. Files that extend others merge maps key by key, so that two names may meet in one map: write the name alone in the lower file.',
    wrong: 'nodes:\n  edge: { policy: [lru, sieve] }',
    right: 'nodes:\n  edge: { policy: lru }',
  },
};

/** TW13: what it means all told. */
const MEANING_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1301: {
    title: 'name that the scenario does not have',
    explanation: 'It names a group of nodes, a traffic or a place, and there is none of that name.',
    wrong: 'nodes:\n  edge: { parent: shild }',
    right: 'nodes:\n  edge: { parent: origin }',
  },
  TW1302: {
    title: 'group that cannot do this',
    explanation:
      'The group is there, but nodes of its kind do not answer such requests: caches serve http, gateways serve chat, and only clients can be where traffic comes from.',
    wrong: 'traffic:\n  images: { from: edge }',
    right: 'traffic:\n  images: { from: viewers }',
  },
  TW1303: {
    title: 'no such node',
    explanation:
      'Nodes of a group are numbered from 0 through all its places: edge/0. All of them are edge/*, those in one place edge@virginia.',
    wrong: 'timeline:\n  - { at: 5m, do: crash, node: edge/99, for: 90s }',
    right: 'timeline:\n  - { at: 5m, do: crash, node: edge/0, for: 90s }',
  },
  TW1304: {
    title: 'groups that call each other in a circle',
    explanation: 'A request would never arrive. Somewhere there must be an origin.',
    wrong:
      'nodes:\n  edge: { parent: shield }\n  shield: { kind: cache, capacity: 1TiB, parent: edge }',
    right:
      'nodes:\n  edge: { parent: shield }\n  shield: { kind: cache, capacity: 1TiB, parent: origin }',
  },
  TW1305: {
    title: 'warm-up as long as the run',
    explanation: 'What happens during the warm-up is not measured, so that nothing would be left.',
    wrong: 'run: { duration: 60s, warmup: 60s }',
    right: 'run: { duration: 120s, warmup: 60s }',
  },
  TW1306: {
    title: 'link that names no two groups',
    explanation: 'The key of a link is two groups of nodes with an arrow between them.',
    wrong: 'links:\n  edge: { bandwidth: 10Gbps }',
    right: 'links:\n  edge -> origin: { bandwidth: 10Gbps }',
  },
  TW1307: {
    title: 'the same twice',
    explanation:
      'One place stands twice in a list, or one pair of groups has two links: a link holds for both directions.',
    wrong: 'places: [virginia, frankfurt, virginia]',
    right: 'places: [virginia, frankfurt]',
  },
  TW1310: {
    title: 'cache that can hold no object',
    explanation: 'Even the smallest object is larger than the cache. Most often the unit is wrong.',
    wrong: 'nodes:\n  edge: { capacity: 1B }',
    right: 'nodes:\n  edge: { capacity: 1GiB }',
  },
  TW1311: {
    title: 'run without an end',
    explanation: 'Only traffic that replays a trace ends by itself; any other goes on for ever.',
    wrong: '# no duration under run',
    right: 'run: { duration: 10m }',
  },
  TW1312: {
    title: 'too few devices',
    explanation: 'People can only talk to somebody else: a chat needs at least two devices.',
    wrong: 'nodes:\n  viewers: { count: 1 } # for a chat, in one place',
    right: 'nodes:\n  viewers: { count: 2 }',
  },
  TW1313: {
    title: 'trace that cannot be read',
    explanation:
      'The file is not there, is cut off or damaged, or is not in the format that the scenario says. Names are relative to the folder of the scenario.',
    wrong: 'traffic:\n  replay: { kind: trace, from: viewers, to: edge, file: no-such-file.log }',
    right: 'traffic:\n  replay: { kind: trace, from: viewers, to: edge, file: access.log.gz }',
  },
  TW1314: {
    title: 'warm cache of traffic without a catalog',
    explanation:
      'A warm cache begins with the most popular objects of a catalog. A trace has none: which of its objects are popular shows only when it is replayed; a warmup under run fills the cache from the trace itself.',
    wrong: 'nodes:\n  edge: { warm: { of: replay } } # which is a trace',
    right: 'nodes:\n  edge: { warm: { of: images } }',
  },
  TW1315: {
    title: 'tag that no object carries',
    explanation:
      'A catalog with tags: { product: 500 } has the tags product-0 to product-499. A purge of any other tag would do nothing.',
    wrong: 'timeline:\n  - { at: 4m, do: purge, nodes: edge, tag: product-500 } # of 500',
    right: 'timeline:\n  - { at: 4m, do: purge, nodes: edge, tag: product-499 }',
  },
  TW1316: {
    title: 'settings that do not go together',
    explanation:
      'Each of the two works alone, and together they have no meaning yet. A cache in slices, for one, has no whole objects that it could demote, offer to siblings or keep in memory over a disk.',
    wrong:
      'nodes:\n  edge: { kind: cache, capacity: 4GiB, parent: origin, slice: 1MiB, siblings: icp }',
    right: 'nodes:\n  edge: { kind: cache, capacity: 4GiB, parent: origin, slice: 1MiB }',
  },
  TW1317: {
    title: 'something that is not spoken',
    explanation:
      'With fidelity: protocol real libraries speak HTTP over the simulated network. They know clients, balancers, caches and origins, and independent requests for a catalog; of caches what RFC 9111 and RFC 5861 have. With fidelity: live the servers that a scenario names do what they can: docs/live.md. twinwing run --set run.fidelity=model computes the rest; other commands compute always.',
    wrong:
      'run: { duration: 10m, fidelity: protocol }\nnodes:\n  edge: { kind: cache, capacity: 4GiB, parent: origin, siblings: icp }',
    right: 'run: { duration: 10m, fidelity: protocol }',
  },
  TW1320: {
    title: 'key that means nothing without another one',
    explanation:
      'The key would be read and change nothing, since what it is about is not there: a chat without a mailbox keeps no receipts, and without sessions no device is ever asleep that a push could wake. Add the key that the message names, or leave this one out.',
    wrong:
      'nodes:\n  gateway: { kind: gateway }\ntraffic:\n  talk: { kind: chat, from: viewers, to: gateway, devices: 2 }',
    right:
      'nodes:\n  gateway: { kind: gateway }\n  store: { kind: mailbox }\ntraffic:\n  talk: { kind: chat, from: viewers, to: gateway, mailbox: store, devices: 2 }',
  },
  TW1321: {
    title: 'fault of real connections in a modelled run',
    explanation:
      'stall, reset and vanish act on connections with windows and bytes, which only spoken runs have: run: { fidelity: protocol }. The model knows disconnect, cut, partition and crash.',
    wrong: 'timeline:\n  - { at: 5m, do: vanish, between: [viewers, edge] }',
    right: 'timeline:\n  - { at: 5m, do: cut, between: [viewers, edge], for: 30s }',
  },
};

/** TW14: assertions. */
const ASSERTION_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1401: {
    title: 'assertion that cannot be understood',
    explanation:
      'An assertion is a figure, a comparison and a limit with its unit: p99(latency) < 200ms, hit_ratio{node=edge} >= 85%. twinwing explain lists the metrics.',
    wrong: 'assert:\n  - p99(latncy) < 200ms',
    right: 'assert:\n  - p99(latency) < 200ms',
  },
  TW1402: {
    title: 'label with a name that the scenario does not have',
    explanation:
      'In braces stand names of this scenario: node and to are groups of nodes, traffic and place are those of the file, during is the name of an entry of the timeline.',
    wrong: 'assert:\n  - hit_ratio{node=egde} >= 85%',
    right: 'assert:\n  - hit_ratio{node=edge} >= 85%',
  },
  TW1403: {
    title: 'goal that cannot be understood',
    explanation:
      'Replications are added until half of the 95 % interval of a figure is small enough. The goal is that figure, ± and a share of it: p99(latency) ± 5%. twinwing explain lists the metrics.',
    wrong: 'run:\n  replications: { until: p99(latency) < 5% }',
    right: 'run:\n  replications: { until: p99(latency) ± 5% }',
  },
};

/** TW15: two scenarios side by side. */
const COMPARISON_CODES: Readonly<Record<string, ProblemCode>> = {
  TW1501: {
    title: 'scenarios of two lengths',
    explanation:
      'Two scenarios are compared customer by customer, so both have to measure the same stretch of time. Change one of the files, or both of them with --set run.duration=10m.',
    wrong: 'run: { duration: 5m } # and 10m in the other one',
    right: 'run: { duration: 10m }',
  },
  TW1502: {
    title: 'scenarios without a customer in common',
    explanation:
      'Customers follow from the seed and the name of their traffic. Two scenarios none of whose traffic has the same name and kind serve different people, and a difference between them says nothing about the systems.',
    wrong: 'traffic:\n  pictures: { kind: web } # and images in the other one',
    right: 'traffic:\n  images: { kind: web }',
  },
};

export const PROBLEM_CODES: Readonly<Record<string, ProblemCode>> = {
  ...TEXT_CODES,
  ...SHAPE_CODES,
  ...VALUE_CODES,
  ...MEANING_CODES,
  ...ASSERTION_CODES,
  ...COMPARISON_CODES,
};
