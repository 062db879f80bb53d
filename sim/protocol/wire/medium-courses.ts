/** Ways over a medium that devices share, such as a cell of NB-IoT: what becomes of a packet shows when it is over. */
import type { Medium } from '../../model/access/profile.ts';
import type { Clients } from '../../model/node/clients.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { Courses } from './courses.ts';

type Settled = (isLost: boolean) => void;

/** One direction of one place's medium. */
class Direction {
  readonly #waiting: (Settled | undefined)[] = [];
  readonly #free: number[] = [];
  readonly owner: number;

  constructor(medium: Medium) {
    this.owner = medium.owner((ticket, isLost) => {
      const settled = this.#waiting[ticket]!;
      this.#waiting[ticket] = undefined;
      this.#free.push(ticket);
      settled(isLost);
    });
  }

  ticket(settled: Settled): number {
    const ticket = this.#free.pop() ?? this.#waiting.length;
    this.#waiting[ticket] = settled;
    return ticket;
  }
}

export class MediumCourses {
  /** By node of clients. */
  readonly #ups = new Map<number, Direction>();
  readonly #downs = new Map<number, Direction>();

  /** Brings a packet up through the air and on to a server, or the same way back. */
  carry(
    kernel: Kernel,
    clients: Clients,
    device: number,
    isUp: boolean,
    bytes: number,
    { there, back }: Courses,
    arrived: () => void,
    lost: () => void,
  ): void {
    const medium = clients.medium!;
    const overBackbone = (takesMs: number, then: () => void) => {
      if (takesMs < Number.POSITIVE_INFINITY) kernel.after(takesMs, then);
      else lost();
    };
    if (isUp) {
      const { owner, ticket } = this.#enter(this.#ups, clients, (isLost) => {
        if (isLost) lost();
        else overBackbone(there.passMs(bytes, 1), arrived);
      });
      medium.sendUp(owner, ticket, device, bytes);
      return;
    }
    overBackbone(back.passMs(bytes, 1), () => {
      const { owner, ticket } = this.#enter(this.#downs, clients, (isLost) => {
        if (isLost) lost();
        else arrived();
      });
      medium.sendDown(owner, ticket, device, bytes);
    });
  }

  #enter(directions: Map<number, Direction>, clients: Clients, settled: Settled) {
    let direction = directions.get(clients.id);
    if (direction === undefined) {
      direction = new Direction(clients.medium!);
      directions.set(clients.id, direction);
    }
    return { owner: direction.owner, ticket: direction.ticket(settled) };
  }
}
