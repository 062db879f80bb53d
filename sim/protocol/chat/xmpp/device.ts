/** A program that speaks XMPP, by `@xmpp/client`. */
import { type Client, client } from '@xmpp/client';
import { type Element, xml } from '@xmpp/xml';
import type { Pending } from '../../virtual/kernel.ts';
import type { Link } from '../link.ts';
import type { Device, Joining } from '../spoken-protocol.ts';
import type { XmppPlan } from './index.ts';
import { DOMAIN, idOf, jidOf, MUC, NS, numberOf, RESOURCE, userOf } from './names.ts';

/** After which a connection that has not logged in is given up, ms; an assumption. */
const LOGIN_MS = 60_000;
/** Between two spaces of who has nothing else to find a dead connection by (RFC 6120 §4.6.1); an assumption. */
const SPACE_MS = 60_000;

export class XmppDevice implements Device {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #plan: XmppPlan;
  /** What is not sent, or not confirmed. */
  readonly #outbox = new Map<number, Buffer>();
  /** What of it the library has: it sends these again by itself when a session is resumed. */
  readonly #handed = new Set<number>();
  readonly #client: Client;
  #link: Link | undefined;
  #isOnline = false;
  #login: Pending | undefined;

  constructor(joining: Joining, person: number, plan: XmppPlan) {
    this.#joining = joining;
    this.#person = person;
    this.#plan = plan;
    this.#client = client({
      service: this.#service,
      domain: DOMAIN,
      resource: RESOURCE,
      timeout: LOGIN_MS,
      credentials: (authenticate) =>
        authenticate({ username: userOf(person), password: 'secret' }, 'PLAIN'),
    });
    this.#overVirtualSockets();
    this.#listen();
    this.#client.start().catch(() => {});
  }

  send(serial: number, payload: Buffer): void {
    this.#outbox.set(serial, payload);
    if (this.#isOnline) this.#give(serial, payload);
  }

  close(): void {
    this.#client.reconnect.stop();
  }

  #give(serial: number, payload: Buffer): void {
    this.#handed.add(serial);
    if (!this.#plan.isManaged) {
      this.#outbox.delete(serial);
      this.#link!.up.add(serial);
    }
    const slot = this.#joining.custody.slotOf(serial);
    if (slot === undefined) return;
    const { recipient, room } = this.#joining.chat.messages;
    const isRoom = room[slot]! >= 0;
    const { addresses } = this.#plan;
    const attributes = {
      from: `${jidOf(this.#person)}/${RESOURCE}`,
      id: idOf(serial),
      to: isRoom ? addresses.room(room[slot]!) : addresses.person(recipient[slot]!),
      type: isRoom ? 'groupchat' : 'chat',
      'xml:lang': 'en',
    };
    const body = xml('body', {}, payload.toString('latin1'));
    this.#client.send(xml('message', attributes, body)).catch(() => {});
  }

  /** XEP-0368: TLS from the first byte. */
  get #service(): string {
    const gateway = this.#joining.chat.people.gateway[this.#person]!;
    return `${this.#plan.isEncrypted ? 'xmpps' : 'xmpp'}://gateway-${gateway}`;
  }

  /** The library makes sockets of `node:net`; these are of the simulated network. */
  #overVirtualSockets(): void {
    const dial = () => this.#dial();
    function Socket(): unknown {
      return dial();
    }
    const transport = this.#client.transports.find(
      ({ prototype }) => prototype.socketParameters(this.#service) !== undefined,
    )!;
    class Virtual extends (transport as unknown as new () => object) {}
    Object.assign(Virtual.prototype, { Socket });
    this.#client.transports = [Virtual as unknown as typeof transport];
  }

  #dial(): unknown {
    const { dial, link, speaking } = this.#joining;
    const socket = dial(this.#person);
    const mine = link(this.#person).link;
    this.#link = mine;
    this.#plan.links.set(`${socket.localAddress}:${socket.localPort}`, mine);
    const { kernel } = speaking;
    this.#login = kernel.after(LOGIN_MS, () => {
      this.#login = undefined;
      socket.destroy();
    });
    const space = () => {
      if (socket.destroyed) return;
      if (this.#isOnline) socket.write(' ');
      kernel.after(SPACE_MS, space);
    };
    if (!this.#plan.isManaged) kernel.after(SPACE_MS, space);
    socket.on('close', () => {
      this.#isOnline = false;
      this.#loggedIn();
      this.#plan.links.delete(`${socket.localAddress}:${socket.localPort}`);
      mine.left();
    });
    return Object.assign(socket, { connect: () => socket, secure: this.#plan.isEncrypted });
  }

  #loggedIn(): void {
    if (this.#login !== undefined) this.#joining.speaking.kernel.cancel(this.#login);
    this.#login = undefined;
  }

  #listen(): void {
    const { streamManagement } = this.#client;
    const { every } = this.#plan;
    // It asks after so long a silence; after each message where the scenario wants that.
    if (every === 1) streamManagement.requestAckDebounce = 0;
    this.#client.on('error', () => {});
    this.#client.on('online', () => {
      if (this.#plan.addresses.areJoined) this.#enterRooms();
      // Who was logged in before has another session now: what was not confirmed is sent again.
      this.#handed.clear();
      // Stream management begins after binding, in the same features.
      if (!this.#plan.isManaged) this.#begin();
    });
    this.#client.on('nonza', (element: Element) => {
      // Our own server counts what it confirms itself.
      if (this.#plan.addresses.areJoined) this.#counted(element);
      if (element.is('enabled', NS.sm)) process.nextTick(() => this.#begin());
    });
    streamManagement.on('resumed', () => this.#begin());
    streamManagement.on('ack', ({ attrs }: Element) => this.#confirmed(numberOf(attrs.id, 'm')));
    this.#client.on('stanza', (stanza: Element) => this.#hear(stanza));
    this.#client.on('send', (element: Element) => this.#counted(element));
  }

  #counted(element: Element): void {
    if (!element.is('r', NS.sm) && !element.is('a', NS.sm)) return;
    this.#joining.meters.confirmed(this.#person, element.toString().length);
  }

  /** What was said in them before is not wanted. */
  #enterRooms(): void {
    const { rooms } = this.#joining.chat;
    const person = this.#person;
    for (let room = 0; room < rooms.count; room += 1) {
      if (!rooms.has(room, person)) continue;
      const to = `${this.#plan.addresses.room(room)}/${userOf(person)}`;
      const none = xml('history', { maxstanzas: 0 });
      this.#client.send(xml('presence', { to }, xml('x', { xmlns: MUC }, none))).catch(() => {});
    }
  }

  #begin(): void {
    this.#loggedIn();
    this.#isOnline = true;
    for (const [serial, payload] of this.#outbox) {
      if (!this.#handed.has(serial)) this.#give(serial, payload);
    }
  }

  /** @param serial undefined: of something else than a message. */
  #confirmed(serial: number | undefined): void {
    if (serial === undefined) return;
    this.#handed.delete(serial);
    if (this.#outbox.delete(serial)) this.#joining.custody.release(serial);
  }

  #hear(stanza: Element): void {
    const { custody, meters } = this.#joining;
    const serial = stanza.name === 'message' ? numberOf(stanza.attrs.id, 'm') : undefined;
    if (serial === undefined || this.#isOwn(stanza)) return;
    if (!custody.show(serial, this.#person)) meters.repeated();
    if (!this.#plan.isManaged) this.#link?.down.delete(serial);
  }

  /** A room of XEP-0045 says everything to those who have said it, too. */
  #isOwn({ attrs }: Element): boolean {
    return attrs.type === 'groupchat' && attrs.from?.endsWith(`/${userOf(this.#person)}`) === true;
  }
}
