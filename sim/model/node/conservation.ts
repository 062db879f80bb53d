/**
 * What must be true at the end of every run: no request is lost and none is counted twice. Each has been
 * answered, has failed, was shed, was called back, or is under way; those under way are counted in the pool of calls and not
 * by the traffic that says how many there are.
 */
import { NO_CALL } from './calls.ts';
import type { World } from './world.ts';

/** What a traffic has counted since the beginning, warm-up included. */
export interface Ledger {
  offered: number;
  answered: number;
  failed: number;
  shed: number;
  /** Called back by who had asked. */
  cancelled: number;
}

/** @throws Error for what cannot be: our bug. */
export function checkConservation(world: World): void {
  const { calls, contents, exchange, nodes } = world;
  const underWay = requestsUnderWay(world);
  for (const [content, { ledger, traffic }] of contents.entries()) {
    const { offered, answered, failed, shed, cancelled } = ledger;
    const open = underWay[content]!;
    if (answered + failed + shed + cancelled + open === offered) continue;
    const ended = `${answered} answered + ${failed} failed + ${shed} shed + ${cancelled} cancelled`;
    const found = `${ended} + ${open} under way`;
    throw new Error(`requests of ${traffic}: ${found}, but ${offered} were offered`);
  }
  for (const [node, { name }] of nodes.entries()) {
    const atWork = exchange.atWork[node]!;
    if (atWork < 0 || atWork > calls.open) throw new Error(`${name} has ${atWork} calls to answer`);
  }
}

/** Requests of clients that have no answer, by content; attempts for them are not requests. */
function requestsUnderWay({ calls, contentCount, nodes }: World): Int32Array {
  const isFree = calls.freeSlots();
  const count = new Int32Array(contentCount);
  let open = 0;
  for (let call = 0; call < isFree.length; call += 1) {
    if (isFree[call] === 1) continue;
    open += 1;
    const { attempts } = calls;
    const isAttempt = attempts.isAttempt(call);
    const request = isAttempt ? attempts.requestOf[call]! : NO_CALL;
    if (request >= 0 && isFree[request] === 1) {
      throw new Error(`attempt ${call} is made for request ${request}, which has ended`);
    }
    const isClients = nodes[calls.caller[call]!]!.devices !== undefined;
    if (isClients && !isAttempt) count[calls.content[call]!]! += 1;
  }
  if (open !== calls.open) throw new Error(`${open} calls are open, but ${calls.open} are counted`);
  return count;
}
