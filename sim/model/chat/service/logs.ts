/** The logs of those conversations that are read, and not copied to inboxes: a feed with all members' devices. */
import { grown } from '../../../engine/grown.ts';
import type { Conversations } from './conversations.ts';
import type { Crowd } from './crowd.ts';
import type { FanOut } from './fan-out/fan-out.ts';
import type { Feeds } from './feeds.ts';
import { NONE } from './slots.ts';
import type { Subscriptions } from './subscriptions.ts';

export class Logs {
  readonly #fanOut: FanOut;
  readonly #crowd: Crowd;
  readonly #feeds: Feeds;
  readonly #subscriptions: Subscriptions;
  readonly #isMixed: (conversations: Conversations, conversation: number) => boolean;
  #feed = new Int32Array(0);
  /** By number among the logs. */
  readonly #conversation: number[] = [];

  /** @param isMixed says of which conversations each domain keeps its own inboxes: devices read from no other. */
  constructor(
    fanOut: FanOut,
    crowd: Crowd,
    feeds: Feeds,
    subscriptions: Subscriptions,
    isMixed: (conversations: Conversations, conversation: number) => boolean,
  ) {
    this.#isMixed = isMixed;
    this.#fanOut = fanOut;
    this.#crowd = crowd;
    this.#feeds = feeds;
    this.#subscriptions = subscriptions;
  }

  /** The feed of a conversation's log, or NONE. */
  of(conversation: number): number {
    return this.#feed[conversation]!;
  }

  /** A conversation has come into being. */
  open(conversations: Conversations, conversation: number): void {
    if (conversation >= this.#feed.length) {
      this.#feed = grown(this.#feed, Math.max(64, Math.ceil(1.5 * conversation)));
    }
    this.#feed[conversation] = NONE;
    if (this.#fanOut.writesInboxes(conversations.size(conversation))) return;
    if (this.#isMixed(conversations, conversation)) return;
    const feed = this.#feeds.add(conversations.home[conversation]!);
    const { first, members } = conversations;
    const { firstDevice } = this.#crowd;
    for (let at = first[conversation]!; at < first[conversation + 1]!; at += 1) {
      const member = members[at]!;
      for (let device = firstDevice[member]!; device < firstDevice[member + 1]!; device += 1) {
        this.#subscriptions.add(device, feed, 0);
      }
    }
    this.#feed[conversation] = feed;
    this.#conversation.push(conversation);
  }

  /** The conversation of a log’s feed. */
  conversationOf(feed: number): number {
    return this.#conversation[feed - this.#crowd.count]!;
  }

  isLog(feed: number): boolean {
    return feed >= this.#crowd.count;
  }
}
