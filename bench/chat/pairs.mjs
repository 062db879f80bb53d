/** Messages between two people, kept by mailboxes, with receipts. */

const scenario = (seconds, { people, rate, more = '' }) => `
version: 1
title: pairs
run: { seed: 1, duration: ${seconds}s }
places: [shanghai, chengdu, beijing]
nodes:
  phones:  { kind: clients, count: ${people}, access: fibre }
  gateway: { kind: gateway, count: 4, workers: 64 }
  store:   { kind: mailbox, count: 2, workers: 256 }
traffic:
  talk:
    kind: chat
    from: phones
    to: gateway
    mailbox: store
    arrivals: { poisson: ${rate} }
    contacts: small-world
    rooms: { count: 1, size: 2, share: 0% }
    ${more}
`;

const of = (seconds, settings) => ({
  seconds,
  metric: 'messages',
  goal: 1 / 80,
  text: (all) => scenario(all, settings),
});

/** Simulated seconds of each half, and how much of HOLD's rate is wanted. */
export const WORKLOADS = {
  'ten thousand phones, delivered and read receipts': of(20, { people: '3333', rate: '10krps' }),
  'as before, no receipts': of(20, {
    people: '3333',
    rate: '10krps',
    more: 'receipts: { tell: nothing }',
  }),
};
