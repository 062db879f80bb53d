/** Things that report by CoAP, clients and servers of node-coap. Source: RFC 7252 */
import './no-sockets.ts';
import coap from 'coap';
import type { Clients } from '../../model/node/clients.ts';
import type { Lane } from '../../model/node/peer.ts';
import type { ReportCrew } from '../../model/node/telegraph.ts';
import type { World } from '../../model/node/world.ts';
import { Desk } from '../mqtt/desk.ts';
import { messageIn, payloadOf } from '../mqtt/names.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { DatagramCourses } from '../wire/datagram-courses.ts';
import type { DatagramSocket, Datagrams, Parcel } from '../wire/datagrams.ts';

/** RFC 7252 §6.1 */
const PORT = 5683;
/** One byte long, whoever reports: ports say whose reports these are. */
const PATH = '/0';
/** Where devices send from: one port for each traffic. */
const FIRST_DEVICE_PORT = 49_152;
/** The longest that a timer of Node takes, ms: answers go with acknowledgements, however late, as in the model. §5.2.1 */
const NEVER_MS = 2 ** 31 - 1;

/** A device's end. */
interface Reporter {
  readonly agent: InstanceType<typeof coap.Agent>;
  /** By number of the message: reports that wait for an acknowledgement. */
  readonly awaited: Map<number, number>;
}

type Library = ReturnType<typeof coap.createServer>;

/** What listens at a node. */
interface Server {
  readonly socket: DatagramSocket;
  readonly desk: Desk;
  /** Reports. */
  readonly inWork: Set<number>;
  library: Library;
}

export interface CoapParts {
  readonly kernel: Kernel;
  readonly world: World;
  readonly datagrams: Datagrams;
  readonly courses: DatagramCourses;
}

export class CoapReporters {
  readonly #parts: CoapParts;
  /** By port of their devices: who reports. */
  readonly #crews: ReportCrew[] = [];
  /** By port: chance of their access networks. */
  readonly #lanes: (Lane | undefined)[] = [];
  /** By node. */
  readonly #servers = new Map<number, Server>();
  #serial = 0;

  constructor(parts: CoapParts) {
    this.#parts = parts;
  }

  open(crew: ReportCrew): (message: number, device: number, bytes: number) => void {
    const index = this.#crews.push(crew) - 1;
    const reporters = new Map<number, Reporter>();
    /** By number on the wire, which is never given twice: reports that are neither with a server nor given up. */
    const open = new Map<number, number>();
    const ends = (tell: (message: number) => void) => (serial: number) => {
      const message = open.get(serial);
      if (message === undefined) return;
      open.delete(serial);
      tell(message);
    };
    const [reached, lost] = [ends(crew.reached), ends(crew.lost)];
    this.#crews[index] = { ...crew, reached, lost };
    return (message, device, bytes) => {
      this.#serve(crew.serverOf(device));
      let reporter = reporters.get(device);
      if (reporter === undefined) {
        reporter = this.#reporter(index, device);
        reporters.set(device, reporter);
      }
      const { agent, awaited } = reporter;
      this.#serial += 1;
      const serial = this.#serial;
      open.set(serial, message);
      const request = coap.request({
        agent,
        hostname: this.#parts.datagrams.addresses.of(crew.serverOf(device), -1),
        method: 'POST',
        pathname: PATH,
        confirmable: crew.isConfirmable,
      });
      // It has been sent four times more, and nobody has said anything (§4.2).
      request.on('timeout', () => {
        for (const [number, its] of awaited) if (its === serial) awaited.delete(number);
        lost(serial);
      });
      request.on('error', () => lost(serial));
      if (!crew.isConfirmable) request.on('finish', () => agent.abort(request));
      request.end(payloadOf(serial, bytes));
    };
  }

  #reporter(index: number, device: number): Reporter {
    const awaited = new Map<number, number>();
    const socket = this.#socketOf(index, device, awaited);
    return { agent: new coap.Agent({ socket: socket as never }), awaited };
  }

  #socketOf(index: number, device: number, awaited: Map<number, number>): DatagramSocket {
    const { datagrams, world } = this.#parts;
    const crew = this.#crews[index]!;
    const isAirborne = (world.nodes[crew.node] as Clients).medium !== undefined;
    return datagrams.open({
      end: { node: crew.node, device },
      address: {
        address: datagrams.addresses.of(crew.node, device),
        port: FIRST_DEVICE_PORT + index,
      },
      carry: (parcel) => this.#carry(index, isAirborne ? this.#counted(parcel) : parcel),
      sent: (from, to, bytes, datagram) => {
        if (crew.isConfirmable && isRequest(datagram)) {
          awaited.set(numberOf(datagram), messageAtEndOf(datagram));
        }
        if (!isAirborne) this.#count(from, to, bytes);
      },
      // §4.2: an acknowledgement of what nobody waits for is ignored. node-coap would answer it by a reset, for ever.
      heeds: (datagram) => awaited.delete(numberOf(datagram)),
      // What is confirmed is sent again; what is not was sent once.
      lost: (datagram) => {
        if (!crew.isConfirmable && isRequest(datagram)) crew.lost(messageAtEndOf(datagram));
      },
    });
  }

  #serve(node: number): void {
    if (this.#servers.has(node)) return;
    const { kernel, world, datagrams } = this.#parts;
    const inWork = new Set<number>();
    const socket = datagrams.open({
      end: { node, device: -1 },
      address: { address: datagrams.addresses.of(node, -1), port: PORT },
      carry: (parcel) => this.#carry(crewAt(parcel.to.address.port), parcel),
      // §4.5: a copy of what is worked on is not worked on twice; node-coap knows what it has answered alone.
      heeds: (datagram) => !(isRequest(datagram) && inWork.has(messageAtEndOf(datagram))),
      sent: (from, to, bytes) => this.#count(from, to, bytes),
    });
    const desk = new Desk(kernel, world, node);
    const server = { socket, desk, inWork, library: this.#library(desk, inWork) };
    server.library.listen(socket as never);
    this.#servers.set(node, server);
  }

  #library(desk: Desk, inWork: Set<number>): Library {
    return coap.createServer({ piggybackReplyMs: NEVER_MS }, (request, response) => {
      const crew = this.#crews[crewAt(request.rsinfo.port)]!;
      const message = messageIn(request.payload);
      inWork.add(message);
      response.on('error', () => {});
      const done = () => {
        inWork.delete(message);
        crew.reached(message);
        // Who has asked once waits for nothing. RFC 7967's option says so, and is malformed to Wireshark 4.0.
        if (!crew.isConfirmable) return;
        response.code = '2.04';
        response.end();
      };
      desk.work(0, done, () => {
        inWork.delete(message);
        // What is confirmable comes again.
        if (!crew.isConfirmable) crew.lost(message);
      });
    });
  }

  /** Its process is gone, and all that it knew of what it has answered; the next one is there when it is up again. */
  crash(node: number): void {
    const server = this.#servers.get(node);
    if (server === undefined) return;
    server.library.close();
    server.socket.removeAllListeners();
    server.library = this.#library(server.desk, server.inWork);
    server.library.listen(server.socket as never);
  }

  #carry(index: number, parcel: Parcel): void {
    const { world, courses } = this.#parts;
    const { node, traffic } = this.#crews[index]!;
    this.#lanes[index] ??= (world.nodes[node] as Clients).lane(traffic);
    courses.carry(parcel, this.#lanes[index]);
  }

  /** What is lost on the air has passed no link. */
  #counted(parcel: Parcel): Parcel {
    const { from, to, bytes, arrived } = parcel;
    return {
      ...parcel,
      arrived: () => {
        this.#count(from.end.node, to.end.node, bytes);
        arrived();
      },
    };
  }

  #count(from: number, to: number, bytes: number): void {
    const { exchange, simulator } = this.#parts.world;
    exchange.countCarried(from, to, 1, bytes, simulator.nowMs);
  }
}

const crewAt = (port: number): number => port - FIRST_DEVICE_PORT;

/** §3: codes of class 0 are requests. */
const isRequest = (datagram: Buffer): boolean => datagram[1]! >> 5 === 0 && datagram[1] !== 0;

/** §3: of a message, in two bytes. */
const numberOf = (datagram: Buffer): number => datagram.readUInt16BE(2);

/** §3: the payload stands behind a byte of ones, of which tokens and short paths have none before it. */
function messageAtEndOf(datagram: Buffer): number {
  const token = datagram[0]! & 15;
  const marker = datagram.indexOf(0xff, 4 + token);
  return messageIn(datagram.subarray(marker + 1));
}
