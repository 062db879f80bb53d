/** Which objects of one content something means, such as a purge; objects in the world's numbering. */

export type Selection =
  | { readonly means: 'all' }
  | { readonly means: 'objects'; readonly objects: readonly number[] }
  /** The content's own number of a tag. */
  | { readonly means: 'tag'; readonly tag: number }
  /** Two rules of one name are the same rule. */
  | { readonly means: 'rule'; readonly name: string; has(object: number): boolean };

/** Objects and the tags that they carry: what a content knows of them. */
export interface Tagged {
  /** How many tags each object carries. */
  readonly tagsOfEach: number;
  /** @param index 0 to below `tagsOfEach`. @returns the content's own number of a tag. */
  tagOf(object: number, index: number): number;
}

export const NOTHING: Selection = { means: 'objects', objects: [] };

export const isNothing = (selection: Selection): boolean =>
  selection.means === 'objects' && selection.objects.length === 0;

export function carries(content: Tagged, object: number, tag: number): boolean {
  for (let index = 0; index < content.tagsOfEach; index += 1) {
    if (content.tagOf(object, index) === tag) return true;
  }
  return false;
}

function test(selection: Selection, content: Tagged): (object: number) => boolean {
  if (selection.means === 'rule') return (object) => selection.has(object);
  if (selection.means === 'tag') return (object) => carries(content, object, selection.tag);
  const objects = selection.means === 'all' ? undefined : new Set(selection.objects);
  return (object) => objects?.has(object) ?? true;
}

/** What both mean; `name` tells it from others. */
export function both(one: Selection, other: Selection, content: Tagged, name: string): Selection {
  if (one.means === 'all' || isNothing(other)) return other;
  if (other.means === 'all' || isNothing(one)) return one;
  const [isOne, isOther] = [test(one, content), test(other, content)];
  if (one.means === 'objects') return { means: 'objects', objects: one.objects.filter(isOther) };
  return { means: 'rule', name, has: (object) => isOne(object) && isOther(object) };
}
