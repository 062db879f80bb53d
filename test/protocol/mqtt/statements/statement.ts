import type { Check } from './checks/index.ts';

/** Why a statement has no test of our broker. */
export const NOT_OURS = {
  '~client':
    'it binds clients; a broker cannot see whether they keep to it, or has nothing to do about it',
  '~websocket':
    'the broker is handed streams of bytes; frames of WebSocket are of whoever hands them over',
  '~option': 'it is for brokers without something that ours has',
  '~never': 'the broker never sends what it speaks of',
  '~no auth': 'the broker has no method of authentication, and refuses all',
  '~any stream': 'the broker is handed an ordered stream of bytes, whatever carries it',
  '~form': 'packets are written by mqtt-packet, which has no other form',
} as const;

/** Number as in the specification without MQTT-, what shows it, and what it says, in our words. */
export type Statement = readonly [id: string, by: Check | keyof typeof NOT_OURS, says: string];
