/** Subscriptions by the levels of their filters, so that a topic finds its own in as many steps as it has levels. */

export class TopicTree<Entry> {
  readonly #root = new Level<Entry>();
  /** Filters without wildcards, by the whole of them: most topics are found here. */
  readonly #exact = new Map<string, Map<string, Entry>>();
  #wild = 0;

  /** @param key of whoever subscribes: one entry for each in a filter. */
  set(filter: string, key: string, entry: Entry): void {
    this.#entries(filter, true)!.set(key, entry);
  }

  get(filter: string, key: string): Entry | undefined {
    return this.#entries(filter, false)?.get(key);
  }

  delete(filter: string, key: string): boolean {
    const entries = this.#entries(filter, false);
    if (entries?.delete(key) !== true) return false;
    if (entries.size > 0) return true;
    if (isWild(filter)) {
      this.#wild -= 1;
      this.#root.prune(filter.split('/'), 0);
    } else this.#exact.delete(filter);
    return true;
  }

  /** Shows each filter's subscribers that match, filter by filter. */
  match(topic: string, seen: (entries: ReadonlyMap<string, Entry>) => void): void {
    const exact = this.#exact.get(topic);
    if (exact !== undefined) seen(exact);
    if (this.#wild > 0) this.#root.match(topic.split('/'), 0, seen);
  }

  #entries(filter: string, makes: boolean): Map<string, Entry> | undefined {
    if (isWild(filter)) {
      const level = this.#root.find(filter.split('/'), makes);
      if (level === undefined) return undefined;
      if (makes && level.entries === undefined) {
        level.entries = new Map();
        this.#wild += 1;
      }
      return level.entries;
    }
    let entries = this.#exact.get(filter);
    if (entries === undefined && makes) {
      entries = new Map();
      this.#exact.set(filter, entries);
    }
    return entries;
  }
}

const isWild = (filter: string): boolean => filter.includes('+') || filter.includes('#');

class Level<Entry> {
  entries: Map<string, Entry> | undefined;
  readonly #below = new Map<string, Level<Entry>>();

  find(levels: readonly string[], makes: boolean): Level<Entry> | undefined {
    let here: Level<Entry> = this;
    for (const name of levels) {
      let next = here.#below.get(name);
      if (next === undefined) {
        if (!makes) return undefined;
        next = new Level();
        here.#below.set(name, next);
      }
      here = next;
    }
    return here;
  }

  match(
    topic: readonly string[],
    at: number,
    seen: (entries: ReadonlyMap<string, Entry>) => void,
  ): void {
    // §4.7.2: wildcards in the first level leave topics of the server alone.
    const takesAny = at > 0 || !topic[0]!.startsWith('$');
    if (takesAny) {
      const all = this.#below.get('#')?.entries;
      if (all !== undefined) seen(all);
    }
    if (at === topic.length) {
      if (this.entries !== undefined) seen(this.entries);
      return;
    }
    this.#below.get(topic[at]!)?.match(topic, at + 1, seen);
    if (takesAny) this.#below.get('+')?.match(topic, at + 1, seen);
  }

  /** Takes what has become empty away. @returns whether this level has. */
  prune(levels: readonly string[], at: number): boolean {
    if (at === levels.length) {
      if (this.entries?.size === 0) this.entries = undefined;
    } else {
      const name = levels[at]!;
      if (this.#below.get(name)?.prune(levels, at + 1) === true) this.#below.delete(name);
    }
    return this.entries === undefined && this.#below.size === 0;
  }
}
