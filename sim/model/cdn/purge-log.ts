/**
 * The purges a cache has met, as running numbers. A copy remembers the number that was current when it
 * was asked for; a later purge of its object makes it worthless, or a soft one stale, without touching
 * it.
 */
import type { Selection, Tagged } from '../node/selection.ts';

export class PurgeLog {
  /** When each purge came, ms, by its number. */
  readonly #timesMs: number[] = [0];
  readonly #hard: Marks;
  readonly #soft: Marks;

  /** @param contents may be complete only later. */
  constructor(contents: readonly Tagged[]) {
    this.#hard = new Marks(contents);
    this.#soft = new Marks(contents);
  }

  /** @param isSoft whether copies may still be served stale. */
  add(content: number, selection: Selection, isSoft: boolean, nowMs: number): void {
    const number = this.#timesMs.length;
    this.#timesMs.push(nowMs);
    (isSoft ? this.#soft : this.#hard).set(content, selection, number);
  }

  /** Number of the last purge that met the object and took its copies away; 0: none. */
  last(content: number, object: number): number {
    return this.#timesMs.length === 1 ? 0 : this.#hard.last(content, object);
  }

  /** The same of soft purges. */
  lastSoft(content: number, object: number): number {
    return this.#timesMs.length === 1 ? 0 : this.#soft.last(content, object);
  }

  timeMs(purge: number): number {
    return this.#timesMs[purge]!;
  }
}

/** The last purge by a rule that no number of an object or a tag expresses. */
interface Rule {
  readonly name: string;
  readonly number: number;
  has(object: number): boolean;
}

/** The last number of each object, as far as anything has met it. */
class Marks {
  readonly #contents: readonly Tagged[];
  readonly #ofContent: number[] = [];
  readonly #ofObject = new Map<number, number>();
  /** By content, then by tag. */
  readonly #ofTag: (Map<number, number> | undefined)[] = [];
  /** By content, newest first; one of each name. */
  readonly #rules: (readonly Rule[] | undefined)[] = [];

  constructor(contents: readonly Tagged[]) {
    this.#contents = contents;
  }

  set(content: number, selection: Selection, number: number): void {
    if (selection.means === 'all') this.#setAll(content, number);
    else if (selection.means === 'tag') {
      this.#ofTag[content] ??= new Map();
      this.#ofTag[content].set(selection.tag, number);
    } else if (selection.means === 'objects') {
      for (const object of selection.objects) this.#ofObject.set(object, number);
    } else {
      const { name, has } = selection;
      const others = this.#rules[content]?.filter((rule) => rule.name !== name) ?? [];
      this.#rules[content] = [{ name, has, number }, ...others];
    }
  }

  /** Says more than all that was said of tags and by rules before. */
  #setAll(content: number, number: number): void {
    this.#ofContent[content] = number;
    this.#ofTag[content] = undefined;
    this.#rules[content] = undefined;
  }

  last(content: number, object: number): number {
    let last = Math.max(this.#ofContent[content] ?? 0, this.#ofObject.get(object) ?? 0);
    const ofTag = this.#ofTag[content];
    if (ofTag !== undefined) last = Math.max(last, this.#lastOfTags(ofTag, content, object));
    const rules = this.#rules[content];
    if (rules === undefined) return last;
    for (const rule of rules) {
      if (rule.number <= last) return last;
      if (rule.has(object)) return rule.number;
    }
    return last;
  }

  #lastOfTags(ofTag: Map<number, number>, content: number, object: number): number {
    const tagged = this.#contents[content]!;
    let last = 0;
    for (let index = 0; index < tagged.tagsOfEach; index += 1) {
      last = Math.max(last, ofTag.get(tagged.tagOf(object, index)) ?? 0);
    }
    return last;
  }
}
