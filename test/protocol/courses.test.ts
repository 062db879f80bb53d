import { expect, it } from 'vitest';
import { read } from '../../sim/index.ts';
import type { Clients } from '../../sim/model/node/clients.ts';
import { CourseBook } from '../../sim/protocol/wire/courses.ts';
import { build } from '../../sim/scenario/build.ts';

const TEXT = `
version: 1
title: a dish
run: { seed: 1, duration: 1m }
places: [paris]
nodes:
  people: { kind: clients, count: 1, access: geo }
  origin: { kind: origin }
traffic:
  web: { kind: web, from: people, to: origin, transport: tcp, arrivals: { poisson: 1rps }, catalog: { objects: 1, popularity: { zipf: 1 }, size: 1kB } }
`;

it('loses as many packets each way as the access network does', () => {
  const { scenario } = read(TEXT, { file: 'a.yaml' });
  const { world } = build(scenario!, 0);
  const clients = world.nodes[0] as Clients;
  const book = new CourseBook(world);
  const { there, back } = book.between({ node: 0, device: 0 }, 1, clients.lane('web'));
  const packets = 40_000;
  for (const course of [there, back]) {
    let lost = 0;
    for (let packet = 0; packet < packets; packet += 1) {
      if (course.passMs(0, 1) === Number.POSITIVE_INFINITY) lost += 1;
    }
    // Binomial: four standard deviations of what the profile says.
    const expected = clients.lossRatio * packets;
    expect(expected).toBeGreaterThan(100);
    expect(Math.abs(lost - expected)).toBeLessThan(4 * Math.sqrt(expected));
  }
});
