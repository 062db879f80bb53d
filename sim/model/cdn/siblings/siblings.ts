/**
 * The way of a fetch that siblings may answer: to one that has the object, else to the parent. A sibling that
 * is asked answers from its store and never asks on, so that no request goes round (`only-if-cached`, RFC
 * 9111 §5.2.1.7); an answer of theirs is kept as the parent's would be.
 */
import type { Choice } from '../../../part/choice.ts';
import { distanceKm } from '../../net/place.ts';
import { QUERY, SIBLING } from '../../node/calls.ts';
import type { NodeContext } from '../../node/node.ts';
import type { Upstream } from '../../node/upstream.ts';
import type { Among, SearchContext, SiblingSearch } from './sibling-search.ts';

interface SiblingParts {
  readonly search: Choice<SiblingSearch, SearchContext>;
  readonly upstream: Upstream;
  /** What a fetch is for when it goes to the parent: `FETCH` or `TAKE`. */
  readonly intent: number;
  /** Neither a sibling nor the parent can be asked. */
  lost(fetch: number): void;
}

export class Siblings {
  readonly #context: NodeContext;
  readonly #parts: SiblingParts;
  readonly #search: SiblingSearch;
  readonly #lookups: number;
  readonly #messages: number;
  readonly #hits: number;
  readonly #hitBytes: number;
  readonly #falseHits: number;

  constructor(context: NodeContext, parts: SiblingParts) {
    const { world, group, place } = context;
    const labels = { node: group, place: world.places[place]!.name };
    const counter = (metric: string) => world.recorder.counter(metric, labels);
    this.#context = context;
    this.#parts = parts;
    this.#lookups = counter('sibling_lookups');
    this.#messages = counter('sibling_messages');
    this.#hits = counter('sibling_hits');
    this.#hitBytes = counter('sibling_hit_bytes');
    this.#falseHits = counter('sibling_false_hits');
    this.#search = parts.search.make({
      node: context,
      siblings: (among) => siblingsOf(context, among),
      asked: (messages) => world.recorder.add(this.#messages, messages, world.simulator.nowMs),
      found: (fetch, sibling) => this.#ask(fetch, sibling),
      nobody: (fetch) => this.#askParent(fetch),
      lost: parts.lost,
    });
  }

  /** Sends a fetch on its way. */
  send(fetch: number): void {
    const { calls, recorder } = this.#context.world;
    recorder.add(this.#lookups, 1, calls.startMs[fetch]!);
    this.#search.seek(fetch);
  }

  /** An answer of a sibling is there. @returns whether it settles nothing, and the fetch goes on. */
  goesOn(call: number): boolean {
    const { calls, exchange, recorder } = this.#context.world;
    if (calls.intent[call] === QUERY) {
      this.#search.answered!(call);
      return true;
    }
    const atMs = calls.startMs[call]!;
    const hasCrashed = calls.callerEpoch[call] !== exchange.epoch[this.#context.id];
    if (calls.failed[call] === 1 && !hasCrashed) {
      recorder.add(this.#falseHits, 1, atMs);
      this.#askParent(call);
      return true;
    }
    if (hasCrashed) return false;
    recorder.add(this.#hits, 1, atMs);
    recorder.add(this.#hitBytes, calls.bytes[call]!, atMs);
    return false;
  }

  #ask(fetch: number, sibling: number): void {
    const { calls, exchange } = this.#context.world;
    calls.callee[fetch] = sibling;
    calls.intent[fetch] = SIBLING;
    exchange.send(fetch);
  }

  #askParent(fetch: number): void {
    const { intent, lost, upstream } = this.#parts;
    this.#context.world.calls.intent[fetch] = intent;
    if (!upstream.dispatch(fetch)) lost(fetch);
  }
}

/** The others of its group, nearest first; of equals those that follow it, so that each has other ones. */
function siblingsOf({ id, group, place, world }: NodeContext, among: Among): readonly number[] {
  const here = world.places[place]!;
  const all = world.groups.get(group)!;
  const others = all
    .filter((other) => other !== id)
    .map((other) => {
      const km = distanceKm(here, world.places[world.nodes[other]!.place]!);
      return { other, km, after: (other - id + all.length) % all.length };
    });
  const asked = others.filter(
    ({ other }) => among === 'group' || world.nodes[other]!.place === place,
  );
  asked.sort((one, next) => one.km - next.km || one.after - next.after);
  return asked.map(({ other }) => other);
}
