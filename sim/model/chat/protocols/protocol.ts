/**
 * The contract of a protocol that carries messages between a device and its gateway: what each of them costs
 * on the wire, and what becomes of those that were under way when the connection broke.
 */
import { partOf } from '../../../part/part.ts';
import type { Exchange } from '../../wire/tcp.ts';

export type DeliveryPromise = 'at-most-once' | 'at-least-once' | 'exactly-once';

/** A packet that follows a message, so that its sender can forget it. */
export interface Follower {
  readonly by: 'receiver' | 'sender';
  /** Bytes on the wire, all headers included. */
  readonly bytes: number;
}

/** One direction: device to gateway, or back. */
export interface Hop {
  /** Bytes on the wire of a message with so many of its own, all headers included. */
  messageBytes(payload: number): number;
  /** In order; the sender keeps a copy until the last that the receiver sends. */
  readonly followers: readonly Follower[];
  /** Whether these are messages of the chat's own: a chat that confirms anyhow needs no others. */
  readonly areOfChat?: boolean;
  /** Messages that share these packets, 1 or more. */
  readonly messagesPerFollowers: number;
  /** How many of the followers have come before the receiver may hand the message on. */
  readonly handsOnAfter: number;
  /**
   * What was sent and not confirmed when a connection broke is lost, is sent again on the next one, or is sent
   * again as far as the receiver says that it does not have it.
   */
  readonly afterBreak: 'lost' | 'resent' | 'told';
  /** Whether the receiver knows again what is sent a second time. */
  readonly recognises: boolean;
}

/** A device that is sent something only while it asks. */
export interface Polling {
  /** Bytes of a poll, and of an answer without a message, on the wire. */
  readonly pollBytes: number;
  readonly emptyBytes: number;
  /** A poll is answered after this, ms, also without a message. */
  readonly timeoutMs: number;
}

export interface ChatProtocol {
  /** What two hops with this protocol promise of a message, as long as the gateway between them keeps it. */
  readonly promise: DeliveryPromise;
  /** From nothing to a connection that carries messages: TCP and TLS included. */
  readonly opening: Exchange;
  /** The same for a device that was connected before. */
  readonly reopening: Exchange;
  readonly closing: Exchange;
  /** What keeps a silent connection open; either end may be silent in it. */
  readonly heartbeat: { readonly upBytes: number; readonly downBytes: number };
  readonly up: Hop;
  readonly down: Hop;
  /** Undefined: messages are sent down when they are there. */
  readonly polling?: Polling;
}

/** What one hop promises. */
export function promiseOf({ afterBreak, recognises }: Hop): DeliveryPromise {
  if (afterBreak === 'lost') return 'at-most-once';
  return afterBreak === 'told' || recognises ? 'exactly-once' : 'at-least-once';
}

/** Two hops: what either may do can happen to the message. */
export function promiseOfBoth(up: Hop, down: Hop): DeliveryPromise {
  const promises = [promiseOf(up), promiseOf(down)];
  if (promises.includes('at-most-once')) return 'at-most-once';
  return promises.includes('at-least-once') ? 'at-least-once' : 'exactly-once';
}

export const chatProtocol = partOf<ChatProtocol>();
