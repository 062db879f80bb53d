/** Connections between gateways, by `ws`: one for each direction, opened with the first message. */
import http from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { Speaking } from '../http/speaking.ts';
import type { VirtualSocket } from '../wire/socket.ts';
import type { ChatMeters } from './chat-meters.ts';
import type { Custody } from './custody.ts';
import { readEnvelope, type Said, unwrap, wrap } from './envelope.ts';
import type { Hub } from './hub.ts';
import { Link } from './link.ts';
import { type Beating, beat, listenForBeats, type Watch } from './websocket/heartbeat.ts';

export interface TrunkParts {
  readonly speaking: Speaking;
  readonly custody: Custody;
  readonly meters: ChatMeters;
  readonly port: number;
  /** Whether a payload says nothing of who said it: then it is wrapped here. */
  readonly isBare: boolean;
}

/** Who has broken a connection that nobody answers: ws closes it. */
const VIOLATION = 1008;

/** From one gateway to another. */
class Trunk {
  readonly #parts: TrunkParts;
  readonly #from: number;
  readonly #to: number;
  readonly #links: Map<number, Link>;
  readonly #numbers: { next: number };
  #socket: WebSocket | undefined;
  #link: Link | undefined;
  #waiting: { payload: Buffer; said: Said }[] = [];

  constructor(
    parts: TrunkParts,
    from: number,
    to: number,
    links: Map<number, Link>,
    numbers: { next: number },
  ) {
    this.#parts = parts;
    this.#from = from;
    this.#to = to;
    this.#links = links;
    this.#numbers = numbers;
  }

  send(said: Said, payload: Buffer): void {
    this.#parts.custody.hold(said.id);
    if (this.#socket === undefined) this.#open();
    if (this.#socket!.readyState === WebSocket.OPEN) this.#give(said, payload);
    else this.#waiting.push({ payload, said });
  }

  /** The gateway that sends is gone. */
  crash(): void {
    this.#forget();
  }

  #give(said: Said, payload: Buffer): void {
    this.#link!.up.add(said.id);
    const wrapped = this.#parts.isBare ? wrap(said, payload) : payload;
    this.#socket!.send(wrapped, { binary: false });
  }

  #open(): void {
    const { custody, speaking, meters, port } = this.#parts;
    const { network } = speaking;
    const [from, to] = [this.#from, this.#to];
    const number = this.#numbers.next++;
    const link = new Link(speaking.kernel, {
      up: (serial) => custody.release(serial),
      down: () => {},
      gone: () => this.#links.delete(number),
    });
    this.#links.set(number, link);
    const wrote = ({ length }: Buffer, isUp: boolean) =>
      isUp ? meters.passed(from, to, length) : meters.passed(to, from, length);
    const socket = new WebSocket(`ws://gateway-${to}/trunk?link=${number}`, {
      createConnection: () => network.dial({ from: { node: from, device: -1 }, to, port, wrote }),
      perMessageDeflate: false,
    });
    this.#socket = socket;
    this.#link = link;
    listenForBeats(socket);
    socket.on('open', () => {
      for (const { payload, said } of this.#waiting.splice(0)) this.#give(said, payload);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      link.left();
      if (this.#socket === socket) this.#forget();
    });
  }

  /** The other gateway cannot be reached: what waits for it is lost, as what is said to it is. */
  #forget(): void {
    this.#socket = undefined;
    for (const { said } of this.#waiting.splice(0)) this.#parts.custody.release(said.id);
  }
}

export class Trunks {
  readonly #parts: TrunkParts;
  readonly #trunks = new Map<string, Trunk>();
  readonly #links = new Map<number, Link>();
  readonly #numbers = { next: 0 };

  constructor(parts: TrunkParts) {
    this.#parts = parts;
  }

  send(from: number, to: number, said: Said, payload: Buffer): void {
    const key = `${from}>${to}`;
    let trunk = this.#trunks.get(key);
    if (trunk === undefined) {
      trunk = new Trunk(this.#parts, from, to, this.#links, this.#numbers);
      this.#trunks.set(key, trunk);
    }
    trunk.send(said, payload);
  }

  crash(node: number): void {
    for (const [key, trunk] of this.#trunks) if (key.startsWith(`${node}>`)) trunk.crash();
  }

  /** Has a gateway take what others send. */
  serve(hub: Hub): (socket: VirtualSocket) => void {
    const { custody, speaking, isBare } = this.#parts;
    const server = http.createServer();
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    const watch: Watch = beat(speaking.kernel);
    server.on('upgrade', (request, socket, head) => {
      const number = Number(new URL(request.url!, 'ws://gateway').searchParams.get('link'));
      const link = this.#links.get(number);
      if (link === undefined) {
        socket.destroy();
        return;
      }
      sockets.handleUpgrade(request, socket, head, (ws: Beating) => {
        link.accepted();
        watch(ws);
        ws.on('message', (payload: Buffer) => {
          const read = readEnvelope(payload);
          if (read === undefined || 'ack' in read) {
            ws.close(VIOLATION);
            return;
          }
          hub.take(read.said, isBare ? unwrap(payload) : payload, false);
          if (link.up.delete(read.said.id)) custody.release(read.said.id);
        });
        ws.on('error', () => {});
        ws.on('close', () => link.left());
      });
    });
    return (socket) => server.emit('connection', socket);
  }
}
