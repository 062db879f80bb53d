/** A broker of MQTT 3.1.1: aedes. */
import type { EventEmitter } from 'node:events';
import { Aedes, type AuthorizePublishHandler, type Client } from 'aedes';
import type { Plug } from '../tls/sealed.ts';
import type { BrokerNode, Publication, SpokenBroker } from './broker-node.ts';

/** What keeps sessions, of no type of the library's. */
type Persistence = unknown;

/** The two members that types of the library leave out. */
type Inside = Aedes & { persistence: Persistence; clients: Record<string, Client> };
type Told = Client & { will?: unknown };

const refuse: AuthorizePublishHandler = (_client, _packet, done) =>
  done(new Error('the broker has crashed'));

/** What a broker that has crashed keeps: whatever it does with that is done, and nothing. */
const NOTHING: Persistence = new Proxy({}, { get: () => async () => {} });

/** Errors of single clients end their connections; nobody else need know. */
const mute = (broker: Aedes): void => void (broker as EventEmitter).on('error', () => {});

export class AedesBroker implements SpokenBroker {
  readonly #node: BrokerNode;
  #broker: Inside;
  readonly #replaced = new WeakSet<Client>();

  constructor(node: BrokerNode) {
    this.#node = node;
    this.#broker = this.#make(undefined);
  }

  take(socket: Plug): void {
    this.#broker.handle(socket);
  }

  publish({ topic, payload, qos, retain }: Publication): void {
    this.#broker.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false }, () => {});
  }

  crash(): void {
    const broker = this.#broker;
    const clients = Object.keys(broker.clients);
    broker.removeAllListeners();
    mute(broker);
    // Who is dead says no will.
    broker.authorizePublish = refuse;
    const kept = broker.persistence;
    broker.persistence = NOTHING;
    this.#broker = this.#make(this.#node.desk.isPersistent ? kept : undefined);
    this.#node.crashed(clients);
    broker.close();
  }

  /** Nobody needs it any more: its timers would keep a process alive. */
  close(): void {
    this.#broker.removeAllListeners();
    mute(this.#broker);
    this.#broker.close();
  }

  #make(persistence: Persistence): Inside {
    const node = this.#node;
    const broker: Inside = new Aedes({
      ...(persistence !== undefined && { persistence }),
      // Slow clients hold nobody up before so many wait for them.
      concurrency: 10_000,
      preConnect: (client, packet, done) => {
        node.desk.accept((isTaken) => {
          const before = broker.clients[packet.clientId];
          // Whoever has given up meanwhile takes nobody's place.
          if (isTaken && !client.closed && before !== undefined) this.#replaced.add(before);
          done(null, isTaken);
        });
      },
      authorizePublish: (client, packet, done) => this.#authorize(client, packet, done),
    }) as Inside;
    broker.on('connackSent', ({ sessionPresent }, client) => node.began(client.id, sessionPresent));
    broker.on('clientDisconnect', (client) => node.ended(client.id, this.#replaced.has(client)));
    mute(broker);
    void broker.listen();
    return broker;
  }

  #authorize(
    client: Client | null,
    packet: Parameters<AuthorizePublishHandler>[1],
    done: (error?: Error | null) => void,
  ): void {
    const publication = packet as unknown as Publication;
    if (client !== null && (client as Told).will !== packet) {
      this.#node.came(client.id, publication, () => {
        this.#node.handedOn(client.id, publication);
        done(null);
      });
      return;
    }
    const { clientId } = packet as { clientId?: string };
    const id = client?.id ?? clientId;
    if (id !== undefined) {
      this.#node.will(id, publication);
      this.#node.handedOn(id, publication);
    }
    done(null);
  }
}
