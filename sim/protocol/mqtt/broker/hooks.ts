/** What whoever runs a broker may have a say in. */
import type { Message } from './message.ts';

export interface Hooks {
  /** A client wants to be connected. @param answer takes a reason of §3.2.2.2: 0 lets it in. */
  accept?(clientId: string, answer: (reason: number) => void): void;
  /** A publication has come. @param done when it is acknowledged, and handed on at QoS 0 and 1. */
  work?(clientId: string, message: Message, done: () => void): void;
  /** It goes to those who have subscribed. */
  handedOn?(message: Message): void;
  /** A client has vanished, and left this. */
  will?(message: Message): void;
  began?(clientId: string, isPresent: boolean): void;
  ended?(clientId: string, isTakenOver: boolean): void;
  /** A copy that this client will not get. */
  dropped?(clientId: string, message: Message): void;
}
