/** The contract of a protocol between the servers of two domains: what a stream costs, and what it knows after a break. */
import { partOf } from '../../../part/part.ts';
import type { Exchange } from '../../wire/tcp.ts';

export interface FederationProtocol {
  /** From nothing to a stream that carries messages; TCP, TLS and proof of the domain included. */
  readonly opening: Exchange;
  /** The same for a stream that takes up where the last one broke. */
  readonly reopening: Exchange;
  /** Messages in one transaction at the most, and transactions without an answer. */
  readonly batch: number;
  readonly window: number;
  /** Whether a stream that is taken up again says what of the last one has come. */
  readonly resumes: boolean;
  /** Bytes on the wire of a transaction of so many messages with so many bytes of their own in all. */
  transactionBytes(messages: number, payload: number): number;
  readonly answerBytes: number;
}

export const federationProtocol = partOf<FederationProtocol>();
