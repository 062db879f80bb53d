/** What we use of libraries that have no types of their own. */
declare module '@xmpp/xml' {
  import type { EventEmitter } from 'node:events';

  export interface Element {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string | undefined>>;
    is(name: string, namespace?: string): boolean;
    getChild(name: string, namespace?: string): Element | undefined;
    getChildText(name: string): string | null;
    text(): string;
    toString(): string;
  }

  type Child = Element | string;
  type Attributes = Readonly<Record<string, string | number | undefined>>;
  export function xml(name: string, attributes?: Attributes, ...children: Child[]): Element;
  export function escapeXMLText(text: string): string;

  export class Parser extends EventEmitter {
    write(text: string): void;
  }
}

declare module '@xmpp/client' {
  import type { EventEmitter } from 'node:events';
  import type { Element } from '@xmpp/xml';

  export interface StreamManagement extends EventEmitter {
    requestAckDebounce: number;
    enabled: boolean;
  }

  interface Transport {
    readonly prototype: { Socket: unknown; socketParameters(service: string): unknown };
  }

  type Authenticate = (
    credentials: { readonly username: string; readonly password: string },
    mechanism: string,
  ) => Promise<void>;

  export interface Client extends EventEmitter {
    readonly streamManagement: StreamManagement;
    readonly reconnect: { stop(): void };
    readonly socket: { destroy(): void } | null;
    readonly status: string;
    transports: Transport[];
    start(): Promise<unknown>;
    send(element: Element): Promise<void>;
  }

  export function client(options: {
    readonly service: string;
    readonly domain: string;
    readonly resource: string;
    readonly timeout: number;
    readonly credentials: (authenticate: Authenticate) => Promise<void>;
  }): Client;
}
