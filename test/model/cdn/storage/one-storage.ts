/** One device that asks one storage, with no delay but that of the disks. */
export const ONE_STORAGE = `
version: 1
title: one storage
run: { seed: 5, duration: 100s }
places: [paris]
nodes:
  people: { kind: clients, access: none }
  store:
    kind: storage
    disks: 14
    redundancy: { erasure-coding: { k: 10, m: 4 } }
    disk: { hdd: { seek: 10ms, throughput: 1000GB/s } }
    data: 1400MB
    groups: 14
links:
  people -> store: { latency: 0ms }
traffic:
  page:
    kind: web
    from: people
    to: store
    transport: open
    arrivals: { steady: 1rps }
    catalog: { objects: 1000, popularity: uniform, size: 1000B }
`;

export const RS = (k: number, m: number): string =>
  `nodes.store.redundancy={erasure-coding: {k: ${k}, m: ${m}}}`;
export const COPIES = (copies: number): string => `nodes.store.redundancy={replication: ${copies}}`;
export const LRC = 'nodes.store.redundancy={lrc: {k: 12, groups: 2, m: 2}}';
