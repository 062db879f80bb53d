/** Bodies of requests on their way up, with windows, queues and losses: flows the other way round. */
import { grown } from '../../engine/grown.ts';
import { type LineQueues, Lines } from '../../engine/lines.ts';
import type { Losses } from '../net/loss/loss.ts';
import type { Path } from '../net/network.ts';
import type { Course } from '../net/transport/course.ts';
import { type FlowSettings, Flows } from '../net/transport/flows.ts';
import type { World } from './world.ts';

/** What bodies pass on their way from the devices of a place to a node. */
export interface UpWay {
  readonly ups: LineQueues;
  readonly roomMs: number;
  readonly losses: Losses | undefined;
  readonly there: Path;
}

export class Uploads {
  readonly #flows: Flows;
  /** By connection for answers: that for bodies, and its delay in the access network, ms. */
  #up = new Int32Array(0);
  #accessMs = new Float64Array(0);

  /** @param done told of each call whose body is at the node. */
  constructor({ simulator }: World, settings: FlowSettings, done: (call: number) => void) {
    this.#flows = new Flows(simulator, settings, done);
  }

  open(connection: number, way: UpWay, device: number, roundTripMs: number): void {
    if (connection >= this.#up.length) {
      this.#up = grown(this.#up, 2 * connection + 1);
      this.#accessMs = grown(this.#accessMs, 2 * connection + 1);
    }
    const course = this.#courseOf(connection, way, device);
    this.#up[connection] = this.#flows.open(course, 0, roundTripMs);
  }

  /**
   * @param accessMs from the device to the backbone now.
   * @param backMs that an acknowledgement takes.
   */
  send(connection: number, call: number, bytes: number, accessMs: number, backMs: number): void {
    const up = this.#up[connection]!;
    this.#accessMs[connection] = accessMs;
    this.#flows.setAccess(up, backMs, 0);
    this.#flows.answer(up, call, bytes);
  }

  close(connection: number): void {
    this.#flows.close(this.#up[connection]!);
  }

  move(connection: number, roundTripMs: number): void {
    this.#flows.move(this.#up[connection]!, roundTripMs);
  }

  abort(connections: readonly number[], dropped: (call: number) => void): void {
    this.#flows.abort(
      connections.map((connection) => this.#up[connection]!),
      dropped,
    );
  }

  /** First the device's own way, then the link: its delay comes before the link's queue, and counts once. */
  #courseOf(connection: number, { ups, roomMs, losses, there }: UpWay, device: number): Course {
    const delayMs = () => this.#accessMs[connection]! + there.delayMs();
    const unlimited = new Lines(Float64Array.of(Number.POSITIVE_INFINITY));
    const isClosed = (nowMs: number) => there.isClosed(nowMs);
    return {
      there: { delayMs: () => 0, roomMs: Number.POSITIVE_INFINITY },
      back: { delayMs, isClosed, queue: ups, queueLine: device, roomMs, losses },
      get lines() {
        return there.queue ?? unlimited;
      },
      lineRoomMs: there.roomMs,
      get accessLosses() {
        return there.losses;
      },
    };
  }
}
