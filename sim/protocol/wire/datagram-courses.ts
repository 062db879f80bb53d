/** Ways of single packets between devices and servers: over lines, or over a medium that devices share. */
import type { Clients } from '../../model/node/clients.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { World } from '../../model/node/world.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { CourseBook } from './courses.ts';
import type { Parcel } from './datagrams.ts';
import { MediumCourses } from './medium-courses.ts';

export class DatagramCourses {
  readonly #kernel: Kernel;
  readonly #world: World;
  readonly #courses: CourseBook;
  readonly #media = new MediumCourses();

  constructor(kernel: Kernel, world: World, courses: CourseBook) {
    this.#kernel = kernel;
    this.#world = world;
    this.#courses = courses;
  }

  /** One end is a device's. @param lane chance of its access network. */
  carry({ from, to, bytes, arrived, lost }: Parcel, lane: Lane): void {
    const isUp = from.end.device >= 0;
    const { end } = isUp ? from : to;
    const clients = this.#world.nodes[end.node] as Clients;
    const other = (isUp ? to : from).end.node;
    if (clients.medium !== undefined) {
      const backbone = this.#courses.between({ node: end.node, device: -1 }, other, undefined);
      this.#media.carry(this.#kernel, clients, end.device, isUp, bytes, backbone, arrived, lost);
      return;
    }
    const { there, back } = this.#courses.between(end, other, lane);
    const takesMs = (isUp ? there : back).passMs(bytes, 1);
    if (takesMs < Number.POSITIVE_INFINITY) this.#kernel.after(takesMs, arrived);
    else lost();
  }
}
