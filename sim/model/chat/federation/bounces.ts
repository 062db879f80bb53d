/** Messages that do not come to another domain: each delivery ends, and the device that wrote it is told, if it is there. */
import { BOUNCE } from '../service/packets.ts';
import type { Shared } from '../service/shared.ts';
import { NONE } from '../service/slots.ts';
import { POST } from './letters.ts';

export class Bounces {
  readonly #shared: Shared;
  /** Takes a packet from a mailbox to the device that it is for. */
  readonly #tell: (packet: number) => void;

  constructor(shared: Shared, tell: (packet: number) => void) {
    this.#shared = shared;
    this.#tell = tell;
  }

  /**
   * A message comes to nobody who would have had it from a letter.
   *
   * @param kind of the letter. @param from the mailbox that gives it up. @param to where it was to go.
   */
  bounce(message: number, kind: number, from: number, to: number): void {
    const { conversations, crowd, homes, messages, packets, settings, trail } = this.#shared;
    const { first, members } = conversations;
    const conversation = messages.conversation(message);
    trail?.note(messages.serial(message), 'bounces', this.#shared.world.nodes[from]!.name);
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      if (kind !== POST && homes.inbox[member] !== to) continue;
      const end = crowd.firstDevice[member + 1]!;
      for (let device = crowd.firstDevice[member]!; device < end; device += 1) {
        if (device !== messages.device(message)) this.#end(message, device);
      }
    }
    messages.hold(message);
    const author = messages.device(message);
    const packet = packets.make(BOUNCE, message, author, from, settings.controlBytes);
    packets.setFirst(packet, NONE);
    this.#tell(packet);
  }

  #end(message: number, device: number): void {
    const { balance, ledger, messages, meters, world } = this.#shared;
    balance.bounce(device);
    meters.countAbroad('bounced', device);
    meters.message('undelivered', device, messages.kind(message), messages.sentAtMs(message));
    ledger.bounced(messages.serial(message), device, world.simulator.nowMs);
  }
}
