/** Scenarios of which the speed is measured: requests of one kind and nothing else. */

const scenario = ({ seconds, access, links, transport, rate, size, devices }) => `
version: 1
title: transfers
run: { seed: 1, duration: ${seconds}s }
places: [singapore, frankfurt]
nodes:
  people: { kind: clients, at: singapore, count: ${devices}, access: ${access} }
  origin: { kind: origin, at: frankfurt, workers: 100000, service: 0ms }
${links === undefined ? '' : `links:\n  people -> origin: ${links}\n`}
traffic:
  page:
    kind: web
    from: people
    to: origin
    transport: ${transport}
    idle: 1h
    arrivals: { poisson: ${rate}rps }
    catalog: { objects: 1000, popularity: uniform, size: ${size} }
`;

/** 12 kB in the median and 21 kB in the mean: small objects of web pages (an assumption). */
const WEB = '{ lognormal: { median: 12kB, p99: 150kB, max: 2MB } }';
const SHARED = '{ bandwidth: 2Gbps, queue: 50ms }';

const of = (settings, seconds, goal) => ({
  seconds,
  goal,
  text: (all) => scenario({ ...settings, seconds: all }),
});

const cheap = { access: 'none', transport: 'tls-1.3', rate: 5000, size: WEB, devices: 500 };
const full = {
  access: 'none',
  links: SHARED,
  transport: 'http-1.1',
  rate: 8000,
  size: WEB,
  devices: 500,
};
const large = { ...full, rate: 1500, size: '100kB' };

/** Simulated seconds of each half, and how much of HOLD's rate is wanted. */
export const WORKLOADS = {
  'round trips only (`tls-1.3`)': of(cheap, 300, 1 / 16),
  'round trips only, behind fibre': of({ ...cheap, access: 'fibre' }, 300, 1 / 16),
  'HTTP/1.1 on a shared link': of(full, 60, 1 / 100),
  'HTTP/1.1 on a shared link, behind fibre': of({ ...full, access: 'fibre' }, 60, 1 / 100),
  'HTTP/2 on a shared link': of({ ...full, transport: 'http-2' }, 60, 1 / 100),
  'HTTP/3 on a shared link': of({ ...full, transport: 'http-3' }, 60, 1 / 100),
  'HTTP/1.1, 100 kB each, 60 % load': of(large, 60, 1 / 100),
  'HTTP/1.1, 100 kB each, more than it carries': of({ ...large, rate: 2600 }, 60, 1 / 100),
};
