/** Links of Markdown pages, and what they lead to. */
import { withoutCode, withoutFences } from './markdown.ts';

export interface Link {
  readonly target: string;
  readonly line: number;
}

const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|\b(?:href|src)="([^"]+)"/g;
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i;

/** Links to this repository; those to other places are not ours to keep. */
export function relativeLinks(page: string): Link[] {
  const text = withoutCode(page);
  return [...text.matchAll(LINK)]
    .map((match) => ({
      target: (match[1] ?? match[2])!,
      line: text.slice(0, match.index).split('\n').length,
    }))
    .filter(({ target }) => !ELSEWHERE.test(target));
}

/** As GitHub makes anchors of headings: lower case, no punctuation, spaces to hyphens. */
function slug(heading: string): string {
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*`]/g, '');
  return plain
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}\p{Mark}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-');
}

/** The anchors of a page; equal headings get a number, as on GitHub. */
export function anchorsOf(page: string): Set<string> {
  const text = withoutFences(page);
  const anchors = new Set<string>();
  for (const [, heading] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = slug(heading!);
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(id!);
  return anchors;
}

/**
 * @param pages path -> text of every Markdown page.
 * @param exists whether the repository has a file or folder.
 * @returns `page:line: target: what is wrong`.
 */
export function brokenLinks(
  pages: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): string[] {
  return [...pages].flatMap(([path, page]) =>
    relativeLinks(page).flatMap(({ target, line }) => {
      const [file = '', anchor] = decodeURI(target).split('#');
      const url = new URL(file === '' ? `/${path}` : file, `https://here/${path}`);
      const to = decodeURIComponent(url.pathname.slice(1));
      if (!exists(to)) return [`${path}:${line}: ${target}: no such file`];
      const other = pages.get(to);
      if (anchor === undefined || other === undefined || anchorsOf(other).has(anchor)) return [];
      return [`${path}:${line}: ${target}: no such heading`];
    }),
  );
}
