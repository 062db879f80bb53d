/**
 * A server of XMPP for clients: streams, SASL PLAIN, binding, and stream management. Source: RFC 6120 §4, §6, §7;
 * XEP-0198 1.6. XML is read by `@xmpp/xml`.
 */
import { StringDecoder } from 'node:string_decoder';
import { type Element, escapeXMLText, Parser, xml } from '@xmpp/xml';
import type { Plug } from '../../tls/sealed.ts';
import type { Said } from '../envelope.ts';
import type { Hub } from '../hub.ts';
import type { Link } from '../link.ts';
import type { Session } from '../session.ts';
import type { XmppPlan } from './index.ts';
import { DOMAIN, idOf, jidOf, NS, numberOf, RESOURCE, roomOf, saidOf } from './names.ts';

/** More than any stanza: RFC 6120 §13.12 wants 10 000 B at the least; an assumption. */
const MOST_BYTES = 1 << 20;
const STANZAS = ['message', 'iq', 'presence'];

/** A session of stream management, which outlives its connection. */
interface Managed {
  readonly id: string;
  /** Stanzas of the client that have been handled. */
  inbound: number;
  /** Number of the message before the first one, less the stanzas that were no messages of the session. */
  base: number;
}

type Stage = 'login' | 'binding' | 'session';

export class XmppStream {
  readonly #hub: Hub;
  readonly #plan: XmppPlan;
  readonly #socket: Plug;
  readonly #link: Link;
  #parser: Parser;
  /** Characters come in parts, too. */
  readonly #decoder = new StringDecoder('utf8');
  #stage: Stage = 'login';
  #session: Session | undefined;
  #person = -1;
  #managed: Managed | undefined;
  /** Bytes since the last whole stanza; messages since the last question. */
  #bytes = 0;
  #unasked = 0;
  #isOver = false;

  constructor(hub: Hub, plan: XmppPlan, socket: Plug, link: Link) {
    this.#hub = hub;
    this.#plan = plan;
    this.#socket = socket;
    this.#link = link;
    link.accepted();
    this.#parser = this.#parse();
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => {});
    socket.on('end', () => socket.end());
    socket.on('close', () => {
      this.#isOver = true;
      this.#session?.detach(this);
      link.left();
    });
  }

  /** Sends a message to the client. */
  give(payload: Buffer, _number: number, said: Said): void {
    const { id, from, room } = said;
    const [who, type] =
      room === undefined
        ? [`${jidOf(from)}/${RESOURCE}`, 'chat']
        : [`${roomOf(room)}/${jidOf(from).slice(0, -DOMAIN.length - 1)}`, 'groupchat'];
    const head = `<message from="${who}" id="${idOf(id)}" to="${jidOf(this.#person)}"`;
    const text = escapeXMLText(payload.toString());
    this.#write(`${head} type="${type}" xml:lang="en"><body>${text}</body></message>`);
    if (this.#managed === undefined) return;
    this.#unasked += 1;
    if (this.#unasked < this.#plan.every) return;
    this.#unasked = 0;
    this.#confirm(xml('r', { xmlns: NS.sm }));
  }

  #parse(): Parser {
    const parser = new Parser();
    parser.on('start', (element: Element) => this.#open(element));
    parser.on('element', (element: Element) => {
      this.#bytes = 0;
      if (!this.#isOver) this.#hear(element);
    });
    parser.on('error', () => this.#fail('not-well-formed'));
    parser.on('end', () => {
      if (!this.#isOver) this.#socket.end('</stream:stream>');
    });
    return parser;
  }

  #read(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#bytes += chunk.length;
    if (this.#bytes > MOST_BYTES) {
      this.#fail('policy-violation');
      return;
    }
    try {
      this.#parser.write(this.#decoder.write(chunk));
    } catch {
      this.#fail('not-well-formed');
    }
  }

  #write(text: string): void {
    if (!this.#isOver) this.#socket.write(text);
  }

  /** RFC 6120 §4.9: such errors end the stream. */
  #fail(condition: string, ...more: readonly Element[]): void {
    if (this.#isOver) return;
    const what = xml(condition, { xmlns: NS.streams });
    this.#socket.end(`${xml('stream:error', {}, what, ...more)}</stream:stream>`);
    this.#isOver = true;
  }

  #open(element: Element): void {
    if (element.name !== 'stream:stream') {
      this.#fail('bad-format');
      return;
    }
    const bound = `<bind xmlns="${NS.bind}"/>${this.#plan.isManaged ? `<sm xmlns="${NS.sm}"/>` : ''}`;
    const login = `<mechanisms xmlns="${NS.sasl}"><mechanism>PLAIN</mechanism></mechanisms>`;
    const features = this.#stage === 'login' ? login : bound;
    const { port } = { port: this.#socket.remotePort };
    this.#write(
      `<?xml version='1.0'?><stream:stream xmlns="jabber:client" xmlns:stream="${NS.stream}" version="1.0" from="${DOMAIN}" id="s${port}" xml:lang="en"><stream:features>${features}</stream:features>`,
    );
  }

  #hear(element: Element): void {
    if (this.#stage === 'login') this.#login(element);
    else if (this.#stage === 'binding') this.#bind(element);
    else this.#take(element);
  }

  /** RFC 4616 §2: nobody, the name, and the password, which nobody looks at here. */
  #login(element: Element): void {
    const [, name] = Buffer.from(element.text(), 'base64').toString().split('\0');
    const person = numberOf(name, 'u');
    const session = person === undefined ? undefined : this.#hub.session(person);
    const isPlain = element.is('auth', NS.sasl) && element.attrs.mechanism === 'PLAIN';
    if (!isPlain || session === undefined) {
      const reason = xml('not-authorized');
      this.#socket.end(`${xml('failure', { xmlns: NS.sasl }, reason)}</stream:stream>`);
      this.#isOver = true;
      return;
    }
    this.#person = person!;
    this.#session = session;
    this.#stage = 'binding';
    // RFC 6120 §6.4.6: a new stream begins.
    this.#parser = this.#parse();
    this.#write(xml('success', { xmlns: NS.sasl }).toString());
  }

  #bind(element: Element): void {
    if (element.is('resume', NS.sm)) {
      this.#resume(element);
      return;
    }
    if (!element.is('iq') || element.getChild('bind', NS.bind) === undefined) {
      this.#fail('not-authorized');
      return;
    }
    this.#stage = 'session';
    const jid = xml('jid', {}, `${jidOf(this.#person)}/${RESOURCE}`);
    const result = { type: 'result', id: element.attrs.id, xmlns: undefined };
    this.#write(xml('iq', result, xml('bind', { xmlns: NS.bind }, jid)).toString());
    if (!this.#plan.isManaged) this.#session!.attach(this.#link, this);
  }

  #enable(): void {
    const session = this.#session!;
    const managed = { id: `sm${this.#socket.remotePort}`, inbound: 0, base: session.firstKept - 1 };
    this.#managed = managed;
    session.state = managed;
    this.#write(xml('enabled', { xmlns: NS.sm, id: managed.id, resume: 'true' }).toString());
    session.attach(this.#link, this);
  }

  /** XEP-0198 §5 */
  #resume({ attrs }: Element): void {
    const managed = this.#session!.state as Managed | undefined;
    if (managed === undefined || managed.id !== attrs.previd) {
      const reason = xml('item-not-found', { xmlns: NS.stanzas });
      this.#write(xml('failed', { xmlns: NS.sm }, reason).toString());
      return;
    }
    const handled = this.#handled(managed, attrs);
    if (handled === undefined) return;
    this.#stage = 'session';
    this.#managed = managed;
    const { inbound, id } = managed;
    this.#write(xml('resumed', { xmlns: NS.sm, h: inbound, previd: id }).toString());
    this.#session!.attach(this.#link, this, handled);
  }

  /** @returns number of the last message that the client has; undefined: more than it was sent, which ends the stream. XEP-0198 §6 */
  #handled({ base }: Managed, { h }: Element['attrs']): number | undefined {
    const sent = this.#session!.lastGiven - base;
    if (!(Number(h) > sent)) return base + Number(h);
    const reason = xml('handled-count-too-high', { xmlns: NS.sm, h, 'send-count': sent });
    this.#fail('undefined-condition', reason);
    return undefined;
  }

  #take(element: Element): void {
    const managed = this.#managed;
    if (element.is('enable', NS.sm) && this.#plan.isManaged && managed === undefined)
      this.#enable();
    else if (element.is('r', NS.sm) && managed !== undefined) {
      this.#confirm(xml('a', { xmlns: NS.sm, h: managed.inbound }));
    } else if (element.is('a', NS.sm) && managed !== undefined) {
      const handled = this.#handled(managed, element.attrs);
      if (handled !== undefined) this.#session!.confirm(handled);
    } else if (STANZAS.includes(element.name)) {
      if (managed !== undefined) managed.inbound += 1;
      if (element.name === 'message') this.#message(element);
    } else this.#fail('unsupported-stanza-type');
  }

  #message(element: Element): void {
    const text = element.getChildText('body');
    const said = saidOf(this.#person, element.attrs);
    const isTaken = said !== undefined && text !== null && this.#hub.said(said, Buffer.from(text));
    if (!isTaken) {
      const reason = xml('item-not-found', { xmlns: NS.stanzas });
      const error = xml('error', { type: 'cancel' }, reason);
      this.#write(xml('message', { type: 'error', id: element.attrs.id }, error).toString());
      // The client counts it, too.
      if (this.#managed !== undefined) this.#managed.base -= 1;
    } else if (this.#link.up.delete(said.id)) this.#hub.parts.custody.release(said.id);
  }

  #confirm(element: Element): void {
    const text = element.toString();
    this.#hub.parts.meters.confirmed(this.#person, text.length);
    this.#write(text);
  }
}
