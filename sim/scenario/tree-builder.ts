/** Nodes of the YAML library → our tree: aliases resolved, keys unique, depth and size bounded. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { quote } from '../part/issue.ts';
import { CODE, type Place, type Report } from './problem.ts';
import type { Entry, ScalarTree, SourceText, Span, Tree } from './tree.ts';

/** Deeper than any scenario, and far from the end of the stack. */
const MOST_LEVELS = 64;
/** Values that aliases may repeat; a few lines of aliases of aliases would make billions. */
const MOST_REPEATED = 10_000;

export class TreeBuilder {
  readonly #source: SourceText;
  readonly #offset: number;
  readonly #report: Report;
  readonly #anchors = new Map<string, Node>();
  /** Nodes that are being built, in which an alias of them may not stand. */
  readonly #open = new Set<Node>();
  readonly #reported = new Set<string>();
  #aliases = 0;
  #repeated = 0;

  constructor(source: SourceText, offset: number, report: Report) {
    this.#source = source;
    this.#offset = offset;
    this.#report = report;
  }

  build(node: Node | null): Tree {
    const start = this.#offset;
    return this.#build(node, { source: this.#source, start, end: start }, 0);
  }

  /** @param fallback where an empty value stands */
  #build(node: Node | null | undefined, fallback: Span, level: number): Tree {
    const span = this.#span(node) ?? fallback;
    if (node === null || node === undefined) return empty(span);
    if (isAlias(node)) return this.#alias(node.source, span, level);
    if (level > MOST_LEVELS) {
      this.#once(CODE.tooDeep, span, `nested too deeply: expected at most ${MOST_LEVELS} levels`);
      return empty(span);
    }
    if (this.#aliases > 0 && ++this.#repeated > MOST_REPEATED) {
      const message = `aliases stand for too much: expected at most ${MOST_REPEATED} values`;
      this.#once(CODE.alias, span, message);
      return empty(span);
    }
    if ('anchor' in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const tree = this.#content(node, span, level);
    this.#open.delete(node);
    return tree;
  }

  #content(node: Node, span: Span, level: number): Tree {
    if (isMap(node)) return this.#map(node as YAMLMap<Node, Node | null>, span, level);
    if (isScalar(node)) return scalar(node, span);
    if (!isSeq(node)) return empty(span);
    const items = node.items.map((item) => this.#build(item as Node | null, span, level + 1));
    return { kind: 'list', items, span };
  }

  #map(node: YAMLMap<Node, Node | null>, span: Span, level: number): Tree {
    const entries = new Map<string, Entry>();
    for (const pair of node.items) {
      const { key, name } = this.#key(pair, span);
      if (entries.has(name)) {
        const message = `${quote(name)} a second time: expected each key once`;
        this.#report(CODE.duplicateKey, place(key), message);
      } else if (name === '__proto__') {
        this.#report(CODE.name, place(key), `${quote(name)}: expected another name`);
      } else {
        entries.set(name, { key, value: this.#build(pair.value, key, level + 1) });
      }
    }
    return { kind: 'map', entries, span };
  }

  #key({ key }: Pair<Node, Node | null>, parent: Span): { key: Span; name: string } {
    const name = isScalar(key) && key.value !== null ? String(key.value) : '';
    return { key: this.#span(key) ?? parent, name };
  }

  #alias(name: string, span: Span, level: number): Tree {
    const target = this.#anchors.get(name);
    if (target === undefined || this.#open.has(target)) {
      const found = target === undefined ? 'unknown alias' : 'an alias inside of what it names';
      this.#report(CODE.alias, place(span), `${found} ${quote(name)}: expected an anchor above`);
      return empty(span);
    }
    if (this.#repeated > MOST_REPEATED) return empty(span);
    this.#aliases += 1;
    const tree = this.#build(target, span, level);
    this.#aliases -= 1;
    return tree;
  }

  #span(node: Node | null | undefined): Span | undefined {
    if (!node?.range) return undefined;
    const [start, end] = node.range;
    return { source: this.#source, start: this.#offset + start, end: this.#offset + end };
  }

  #once(code: string, span: Span, message: string): void {
    if (this.#reported.has(code)) return;
    this.#reported.add(code);
    this.#report(code, place(span), message);
  }
}

const place = ({ source, start, end }: Span): Place => source.place(start, end);

const empty = (span: Span): ScalarTree => ({ kind: 'scalar', value: null, text: '', span });

function scalar(node: Scalar, span: Span): ScalarTree {
  const { value } = node;
  const isPlain = typeof value === 'string' || typeof value === 'number';
  const known = isPlain || typeof value === 'boolean' || value === null ? value : String(value);
  return { kind: 'scalar', value: known, text: node.source ?? String(value), span };
}
