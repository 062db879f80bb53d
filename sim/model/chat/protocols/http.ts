/** What the two protocols over plain HTTP have in common: requests carry what devices send. */
import { z } from 'zod';
import { oneOf } from '../../../part/one-of.ts';
import { answerBytes, type HttpVersion, requestBytes } from '../../wire/http-messages.ts';
import type { Carriage } from '../../wire/tls.ts';
import type { Hop } from './protocol.ts';

export const httpParams = {
  http: oneOf(['http-1.1', 'http-2'])
    .prefault('http-1.1')
    .describe('version of HTTP; http-2 has headers of a few bytes'),
  tls: z.boolean().default(true).describe('whether the connection is encrypted with TLS 1.3'),
};

/** A POST for each message; its answer confirms it. Who has none sends again: RFC 9110 §9.2.2 leaves that to the chat. */
export function postHop(version: HttpVersion, carriage: Carriage): Hop {
  return {
    messageBytes: (payload) => carriage.wire(requestBytes(version, payload)),
    followers: [{ by: 'receiver', bytes: carriage.wire(answerBytes(version, 0)) }],
    messagesPerFollowers: 1,
    handsOnAfter: 0,
    afterBreak: 'resent',
    recognises: false,
  };
}
