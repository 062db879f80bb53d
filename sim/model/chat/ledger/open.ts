/** Opens the ledger of a chat and has the world look at it. */
import type { Invariant } from '../../../result/ledger.ts';
import type { World } from '../../node/world.ts';
import { Ledger } from './ledger.ts';
import type { Owners } from './seats.ts';

interface Chat extends Owners {
  readonly traffic: string;
  readonly promises: readonly Invariant[];
  /** By how much the chat may take a message for expired before it is, ms; default: not at all. */
  readonly earlyMs?: number;
  /** Whether it is asked at each message what it holds, and not only at entries of the timeline and at the end. */
  readonly isAskedOften?: boolean;
  /** Whether all that a device had been shown when it sent something is a cause; default: what is answered. */
  readonly knowsCauses?: boolean;
  /** Deliveries that the chat still has to make, those on their way included. */
  held(): number;
  /** Whether it has a message for a device, or on its way there; of a chat that promises to keep messages. */
  holds?(message: number, device: number): boolean;
}

export function openLedger(world: World, chat: Chat): Ledger {
  const { traffic, promises, firstDevice, earlyMs, knowsCauses } = chat;
  const { simulator } = world;
  const trail = world.trail?.of(traffic);
  const held = chat.isAskedOften === true ? () => chat.held() : undefined;
  const known = { traffic, promises, firstDevice, earlyMs, ...(knowsCauses && { knowsCauses }) };
  const parts = { ...known, held, clock: simulator, trail };
  const ledger = new Ledger(parts);
  const check = () => ledger.balance(chat.held(), simulator.nowMs);
  world.audits.push({
    check,
    finish: () => {
      check();
      ledger.finish(simulator.nowMs, (message, device) => chat.holds?.(message, device) ?? true);
    },
    facts: () => ledger.facts(),
  });
  return ledger;
}
