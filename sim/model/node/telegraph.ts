/** Who carries what things publish, in the place of the modelled lines: real clients and brokers do. */

/** What a broker publishes for a device that has vanished. */
export interface LastWords {
  readonly topic: number;
  readonly bytes: number;
}

/** Who is told what real clients and brokers do. Messages are known by numbers that their payloads carry. */
export interface ThingsTold {
  /** A publication is at a broker: its publisher's own, or one that the first has passed it to. */
  reached(message: number, broker: number): void;
  /** A device has got a message. @param isRetained since it had subscribed anew. */
  shown(message: number, device: number, isRetained: boolean): void;
  /** Its broker gives a message for a device up. */
  missed(message: number, device: number): void;
  /** Its publisher gives a message up, which no broker has got. */
  lost(message: number): void;
  /** A broker takes a device's connection. @param isRemembered whether it goes on with a session. */
  begun(device: number, isRemembered: boolean): void;
  /** A broker gives a connection up. @param isReplaced since the device has a newer one. */
  ended(device: number, isReplaced: boolean): void;
  /** A broker says what a device left for this. @returns number of the new message. */
  saysWill(device: number): number;
  /** A broker has lost its connections. @param isForgetful and all sessions. */
  crashed(broker: number, isForgetful: boolean): void;
  /** So many packets of the protocol leave one of the ends. @param bytes with headers of TCP and IP. */
  sent(packets: number, bytes: number): void;
}

/** The devices of one node, as one traffic connects them. */
export interface Crew {
  readonly traffic: string;
  /** Id of the node of clients. */
  readonly node: number;
  readonly devices: number;
  /** Node id of a device's broker. */
  serverOf(device: number): number;
  /** What a device has subscribed to. */
  topicsOf(device: number): readonly number[];
  /** Ids of the brokers whose devices have subscribed to a topic. */
  brokersOf(topic: number): readonly number[];
  /** How many devices a message goes to, at all brokers. */
  deliveriesOf(message: number): number;
  lastWordsOf(device: number): LastWords | undefined;
  /** Whether devices connect also when they have nothing to say. */
  readonly stays: boolean;
  readonly told: ThingsTold;
}

/** Connections of a crew. */
export interface Wires {
  /** @param bytes of the payload. */
  publish(message: number, device: number, topic: number, bytes: number): void;
  /** Its broker has something for a device. @param expiresMs it is not sent after this time, ms. */
  command(message: number, device: number, topic: number, bytes: number, expiresMs: number): void;
  isOff(device: number): boolean;
  /** No power, or no network: from now on nothing of it gets through, and nobody is told. */
  switchOff(device: number): void;
  switchOn(device: number): void;
  /** All connections are gone; who has something to say, or stays, connects again. */
  disconnect(): void;
}

export interface Telegraph {
  join(crew: Crew): Wires;
}
