import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../sim/engine/streams.ts';
import { contactModels } from '../../../../sim/model/chat/people/contacts/index.ts';
import { choose } from '../../../../sim/part/choice.ts';
import { folk, graphOf, meet } from './graphs.ts';

describe.each(contactModels.parts)('contacts $name', (part) => {
  const make = (count: number, seed = '1') =>
    choose(part, part.params.parse({})).make({
      people: folk(count),
      chance: () => new Streams(seed, 0).stream('contacts'),
    });

  it.each([2, 3, 10, 1000])(
    'write to others of %i people only, to contacts where there are any',
    (count) => {
      const contacts = make(count);
      const random = new Streams('1', 0).stream('talk');
      for (let draw = 0; draw < 3000; draw += 1) {
        const person = draw % count;
        const partner = contacts.partner(person, random);
        expect(Number.isInteger(partner) && partner >= 0 && partner < count).toBe(true);
        expect(partner).not.toBe(person);
        const { graph } = contacts;
        if (graph === undefined || graph.degree(person) === 0) continue;
        const known = Array.from({ length: graph.degree(person) }, (_, at) =>
          graph.contact(person, at),
        );
        expect(known).toContain(partner);
      }
    },
  );

  it('are the same with the same seed, and draw the same', () => {
    const talk = (seed: string) => {
      const contacts = make(300, seed);
      const random = new Streams('1', 0).stream('talk');
      return Array.from({ length: 600 }, (_, draw) => contacts.partner(draw % 300, random));
    };
    expect(talk('1')).toEqual(talk('1'));
  });

  it('know each other, nobody twice and nobody himself', () => {
    const { graph } = make(500);
    if (graph === undefined) return;
    for (let person = 0; person < 500; person += 1) {
      const known = meet(graph, person);
      expect(new Set(known).size).toBe(known.length);
      expect(known).not.toContain(person);
      for (const other of known) expect(meet(graph, other)).toContain(person);
    }
  });

  it('have departments of two or more different people', () => {
    const contacts = make(101);
    const random = new Streams('1', 0).stream('rooms');
    for (let room = 0; room < 200 && contacts.department !== undefined; room += 1) {
      const members = contacts.department(random);
      expect(members.length).toBeGreaterThanOrEqual(2);
      expect(new Set(members).size).toBe(members.length);
      for (const member of members) expect(member >= 0 && member < 101).toBe(true);
    }
  });
});

describe('graphs of contacts', () => {
  it('are others with another seed', () => {
    const pairs = (seed: string) => meet(graphOf('small-world', 200, {}, seed), 0).join();
    expect(pairs('1')).not.toBe(pairs('2'));
  });
});
