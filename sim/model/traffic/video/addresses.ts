/**
 * The objects of a video traffic as numbers: of each title a main playlist, the playlists of its
 * renditions (in each version, when they change), and the segments, those of one rendition in a row.
 */
import type { Match } from '../keys.ts';

/** What lies where: numbers of one kind begin at these. */
export class Addresses {
  readonly levels: number;
  readonly segments: number;
  readonly #versions: number;
  readonly #firstSegment: number;
  readonly #perTitle: number;
  readonly #titles: number;

  /** @param segments of the longest title. @param versions of each rendition's playlist. */
  constructor(titles: number, levels: number, segments: number, versions: number) {
    this.#titles = titles;
    this.levels = levels;
    this.segments = segments;
    this.#versions = versions;
    this.#firstSegment = 1 + levels * versions;
    this.#perTitle = this.#firstSegment + levels * segments;
  }

  get count(): number {
    return this.#titles * this.#perTitle;
  }

  main(title: number): number {
    return title * this.#perTitle;
  }

  playlist(title: number, level: number, version = 0): number {
    return title * this.#perTitle + 1 + level * this.#versions + version;
  }

  segment(title: number, level: number, segment: number): number {
    return title * this.#perTitle + this.#firstSegment + level * this.segments + segment;
  }

  titleOf(object: number): number {
    return Math.floor(object / this.#perTitle);
  }

  isSegment(object: number): boolean {
    return object % this.#perTitle >= this.#firstSegment;
  }

  /** Of a segment. */
  levelOf(object: number): number {
    return Math.floor(((object % this.#perTitle) - this.#firstSegment) / this.segments);
  }

  /** Of a segment: its place in the title. */
  placeOf(object: number): number {
    return ((object % this.#perTitle) - this.#firstSegment) % this.segments;
  }

  /** Of the playlist of a rendition: its version; -1 for a main playlist. */
  versionOf(object: number): number {
    const own = object % this.#perTitle;
    return own === 0 ? -1 : (own - 1) % this.#versions;
  }

  /** The segment that is played after another; -1 where there is none. */
  next(object: number): number {
    if (!this.isSegment(object)) return -1;
    return this.placeOf(object) === this.segments - 1 ? -1 : object + 1;
  }

  /** Keys are `/films/17/…`: patterns take all, or all of one title. */
  match(traffic: string): (pattern: string) => Match {
    const prefix = `/${traffic}/`;
    return (pattern) => {
      if (!pattern.endsWith('*')) return [];
      const begin = pattern.slice(0, -1);
      if (prefix.startsWith(begin)) return 'all';
      const [, digits] = begin.startsWith(prefix)
        ? (/^(0|[1-9]\d*)\/$/.exec(begin.slice(prefix.length)) ?? [])
        : [];
      if (digits === undefined) return [];
      const title = Number(digits);
      return title < this.#titles ? (object) => this.titleOf(object) === title : [];
    };
  }
}
