/** The first twenty seeds of `npm run campaign`. */
import { describe, expect, it } from 'vitest';
import { runSeed } from '../../bench/campaign/campaign.mjs';
import {
  BROKEN,
  campaignScenario,
  FAULTS,
  FEDERATED_BROKEN,
  FEDERATED_FAULTS,
  federatedScenario,
} from '../../bench/campaign/scenario.mjs';
import { Run, read } from '../../sim/index.ts';

const SEEDS = 20;
const FEDERATED_SEEDS = 6;
const simulator = { Run, read };
const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

/** A mailbox loses its disk, and so many of three write each message. */
const lost = (quorum: string) => (seed: number) => campaignScenario(seed, 'nothing', quorum);

describe('a campaign', () => {
  it('has every fault in every seed', () => {
    for (const seed of seeds) {
      const text = campaignScenario(seed);
      for (const fault of FAULTS) expect(text).toContain(`name: ${fault}`);
    }
  });

  it('leaves a chat with mailboxes all of its promises, and nothing open when it is quiet', () => {
    for (const seed of seeds) {
      const { broken, sent, acked, outstanding } = runSeed(simulator, seed, 'nothing');
      expect({ seed, broken, outstanding }).toEqual({ seed, broken: {}, outstanding: 0 });
      expect(sent).toBeGreaterThan(100);
      expect(acked).toBe(sent);
    }
  });

  it.each(Object.entries(BROKEN))('catches %s by %s', (variant, invariant) => {
    const caught = seeds.find((seed) => {
      const { broken } = runSeed(simulator, seed, variant);
      return invariant in broken;
    });
    expect(caught, `seeds 0 to ${SEEDS - 1}`).toBeDefined();
  });

  it('leaves all promises to a chat of which a mailbox loses its disk, where a majority writes', () => {
    for (const seed of seeds.slice(0, SEEDS / 2)) {
      const { broken, outstanding } = runSeed(simulator, seed, 'nothing', lost('majority'));
      expect({ seed, broken, outstanding }).toEqual({ seed, broken: {}, outstanding: 0 });
    }
  });

  it('catches by loss what asynchronous replicas had not got', () => {
    // A tail is lost in one seed of twenty: the disk must go within milliseconds of an acknowledgement.
    const many = Array.from({ length: 100 }, (_, seed) => seed);
    const caught = many.find(
      (seed) => 'loss' in runSeed(simulator, seed, 'nothing', lost('one')).broken,
    );
    expect(caught, 'seeds 0 to 99').toBeDefined();
  });
});

describe('a campaign of two domains', () => {
  const few = seeds.slice(0, FEDERATED_SEEDS);

  it('has every fault in every seed, the cut between domains included', () => {
    for (const seed of few) {
      const text = federatedScenario(seed);
      for (const fault of FEDERATED_FAULTS) expect(text).toContain(`name: ${fault}`);
    }
  });

  it('leaves the chat all of its promises, and nothing open when it is quiet', () => {
    for (const seed of few) {
      const ledger = runSeed(simulator, seed, 'nothing', federatedScenario);
      const { broken, outstanding, sent, acked } = ledger;
      expect({ seed, broken, outstanding }).toEqual({ seed, broken: {}, outstanding: 0 });
      expect(sent).toBeGreaterThan(100);
      expect(acked).toBe(sent);
    }
  });

  it.each(Object.entries(FEDERATED_BROKEN))('catches %s by %s', (variant, invariant) => {
    const caught = seeds.find((seed) => {
      const { broken } = runSeed(simulator, seed, variant, federatedScenario);
      return invariant in broken;
    });
    expect(caught, `seeds 0 to ${SEEDS - 1}`).toBeDefined();
  });
});
