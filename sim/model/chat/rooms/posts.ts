/** The way of a comment from the device of its writer over a gateway to its room. */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Lane } from '../../node/peer.ts';
import { Messages } from '../messages.ts';
import { losePost, type RoomParts } from './room-parts.ts';
import type { RoomServer } from './room-server.ts';

export class Posts {
  readonly #parts: RoomParts;
  readonly #rooms: RoomServer;
  readonly #posts = new Messages();
  readonly #lanes: readonly Lane[];
  readonly #media: readonly (number | undefined)[];
  readonly #atGateway: HandlerId;
  readonly #atServer: HandlerId;
  readonly #inGateway: number;
  readonly #inServer: number;

  constructor(parts: RoomParts, rooms: RoomServer) {
    const { world, traffic, clients, jobs } = parts;
    this.#parts = parts;
    this.#rooms = rooms;
    this.#lanes = clients.map((node) => node.lane(traffic));
    this.#media = clients.map(({ medium }) =>
      medium?.owner((post, isLost) => (isLost ? this.#lose(post) : this.#cross(post, 0))),
    );
    const dropped = (job: number) => this.#lose(jobs.subject[job]!);
    this.#inGateway = jobs.task({ done: (job) => this.#forward(jobs.subject[job]!), dropped });
    this.#inServer = jobs.task({ done: (job) => this.#arrived(jobs.subject[job]!), dropped });
    const { simulator } = world;
    this.#atGateway = simulator.handler((post) => this.#enterGateway(post), 'comment at a gateway');
    this.#atServer = simulator.handler((post) => this.#enterServer(post), 'comment at its room');
  }

  /** @param bytes of the comment, as it is sent and as it is shown. */
  post(writer: number, bytes: number): void {
    const { world, audience, clients, ledger, meters, people } = this.#parts;
    const { nowMs } = world.simulator;
    const place = people.place[writer]!;
    const device = people.device[writer]!;
    const post = this.#posts.make(writer, nowMs, bytes);
    this.#posts.room[post] = audience.partOf(writer).room;
    this.#posts.pending[post] = 1;
    world.recorder.add(meters[place]!.messages, 1, nowMs);
    ledger.sent();
    const { medium } = clients[place]!;
    if (medium !== undefined) medium.sendUp(this.#media[place]!, post, device, bytes);
    else {
      const gateway = people.gateway[writer]!;
      this.#cross(post, clients[place]!.upMs(device, bytes, this.#lanes[place]!, gateway));
    }
  }

  #cross(post: number, accessMs: number): void {
    const { world, clients, people } = this.#parts;
    const writer = this.#posts.sender[post]!;
    const { id } = clients[people.place[writer]!]!;
    const { bytes, sentAtMs } = this.#posts;
    const gateway = people.gateway[writer]!;
    const wayMs = world.exchange.carry(id, gateway, bytes[post]!, sentAtMs[post]!);
    this.#travel(post, accessMs + wayMs, this.#atGateway);
  }

  #travel(post: number, delayMs: number, handler: HandlerId): void {
    if (delayMs === Number.POSITIVE_INFINITY) this.#lose(post);
    else this.#parts.world.simulator.after(delayMs, handler, post);
  }

  #enterGateway(post: number): void {
    const { world, people, jobs } = this.#parts;
    const gateway = people.gateway[this.#posts.sender[post]!]!;
    if (world.exchange.up[gateway] === 0) this.#lose(post);
    else jobs.submit(this.#inGateway, gateway, post, 0);
  }

  /** A room at the writer's own gateway has no further way, and no work of its own. */
  #forward(post: number): void {
    const { world, people } = this.#parts;
    const gateway = people.gateway[this.#posts.sender[post]!]!;
    const server = this.#rooms.serverOf(this.#posts.room[post]!);
    if (server === gateway) {
      this.#arrived(post);
      return;
    }
    const { bytes, sentAtMs } = this.#posts;
    const delayMs = world.exchange.carry(gateway, server, bytes[post]!, sentAtMs[post]!);
    this.#travel(post, delayMs, this.#atServer);
  }

  #enterServer(post: number): void {
    const { world, jobs } = this.#parts;
    const server = this.#rooms.serverOf(this.#posts.room[post]!);
    if (world.exchange.up[server] === 0) this.#lose(post);
    else jobs.submit(this.#inServer, server, post, 0);
  }

  #arrived(post: number): void {
    this.#parts.ledger.arrived();
    const { room, sender, sentAtMs, bytes } = this.#posts;
    this.#rooms.add(room[post]!, sender[post]!, sentAtMs[post]!, bytes[post]!);
    this.#posts.settle(post, 1);
  }

  #lose(post: number): void {
    losePost(this.#parts, this.#posts.sender[post]!, this.#posts.sentAtMs[post]!);
    this.#posts.settle(post, 1);
  }
}
