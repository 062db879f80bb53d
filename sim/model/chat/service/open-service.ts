/** Opens a full chat under the eyes of a ledger. */
import type { Invariant } from '../../../result/ledger.ts';
import { openLedger } from '../ledger/open.ts';
import type { Holdings } from './holdings.ts';
import { MessageService } from './message-service.ts';
import type { ServiceSettings } from './settings.ts';
import type { ServiceParts } from './shared.ts';

const PROMISES: readonly Invariant[] = [
  'loss',
  'duplicate',
  'fifo',
  'cursor',
  'receipt',
  'membership',
  'ttl',
  'conservation',
  'convergence',
];

/** Who puts all messages of a conversation in one order puts answers behind what they answer. */
const WITH_ORDER: readonly Invariant[] = [...PROMISES, 'order', 'causality'];

/** Who holds what comes before its causes promises these, and no order of all. */
const WITH_CAUSES: readonly Invariant[] = [...PROMISES, 'causality'];

function promisesOf({ isCausal, orders }: ServiceSettings): readonly Invariant[] {
  if (orders) return WITH_ORDER;
  return isCausal ? WITH_CAUSES : PROMISES;
}

export function openService(parts: Omit<ServiceParts, 'ledger'>): MessageService {
  const { context, crowd, settings } = parts;
  let holdings: Holdings | undefined;
  const ledger = openLedger(context.world, {
    traffic: context.name,
    promises: promisesOf(settings),
    knowsCauses: settings.isCausal,
    firstDevice: crowd.firstDevice,
    earlyMs: 2 * settings.clockErrorMs,
    isAskedOften: true,
    held: () => service.balance.open,
    holds: (message, device) => {
      holdings ??= service.holdings();
      return holdings.has(message, device);
    },
  });
  const service: MessageService = new MessageService({ ...parts, ledger });
  return service;
}
