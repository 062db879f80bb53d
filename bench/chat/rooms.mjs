/** Rooms whose deliveries are counted: one that a million watch, and many small ones followed watcher by watcher. */

const scenario = (seconds, { people, room }) => `
version: 1
title: rooms
run: { seed: 1, duration: ${seconds}s }
places: [shanghai, chengdu, beijing]
nodes:
  viewers: { kind: clients, count: ${people}, access: fibre }
  gateway: { kind: gateway, count: 2, workers: 22 }
  hub: { kind: gateway, at: shanghai }
traffic:
  film:
    kind: danmaku
    from: viewers
    to: gateway
    room: hub
    ${room.join('\n    ')}
`;

const of = (seconds, settings) => ({
  seconds,
  metric: 'deliveries',
  goal: 1 / 32,
  text: (all) => scenario(all, settings),
});

/** Simulated seconds of each half, and how much of HOLD's rate is wanted. */
export const WORKLOADS = {
  'a million watchers, 256 followed of each push of a worker': of(8, {
    people: '333k',
    room: ['arrivals: { poisson: 100rps }', 'likes: 5krps'],
  }),
  'a million watchers, nothing merged': of(4, {
    people: '333k',
    room: ['arrivals: { poisson: 30rps }', 'merge: 0s'],
  }),
  'three thousand watchers, each followed': of(60, {
    people: '1k',
    room: ['arrivals: { poisson: 30rps }', 'followed: 1M'],
  }),
  'three thousand watchers, each followed, nothing merged': of(30, {
    people: '1k',
    room: ['arrivals: { poisson: 30rps }', 'followed: 1M', 'merge: 0s'],
  }),
  'a thousand rooms of thirty watchers, nothing merged': of(30, {
    people: '10k',
    room: ['arrivals: { poisson: 2krps }', 'rooms: 1k', 'skew: 0', 'followed: 1M', 'merge: 0s'],
  }),
};
