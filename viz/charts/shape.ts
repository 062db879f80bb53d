/**
 * Pictures as plain data: a chart is a function from numbers to shapes, which tests compare as
 * text and pages patch into place. Patching keeps elements, so that animations run on.
 */
export interface Shape {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Children, or the text of a leaf. */
  readonly inside: readonly Shape[] | string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Numbers are cut to hundredths of a pixel, which keeps markup short and stable. */
const written = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;

export function shape(
  tag: string,
  attributes: Attributes = {},
  inside: readonly (Shape | false | undefined)[] | string = [],
): Shape {
  const kept = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    tag,
    attributes: Object.fromEntries(kept.map(([name, value]) => [name, written(value!)])),
    inside:
      typeof inside === 'string'
        ? inside
        : inside.filter((child) => child !== false && child !== undefined),
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<"]/g, (character) => ESCAPES[character]!);

export function toMarkup({ tag, attributes, inside }: Shape, indent = ''): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${indent}<${tag}${list.join('')}`;
  if (inside.length === 0) return `${open}/>\n`;
  if (typeof inside === 'string') return `${open}>${escaped(inside)}</${tag}>\n`;
  const children = inside.map((child) => toMarkup(child, `${indent}  `)).join('');
  return `${open}>\n${children}${indent}</${tag}>\n`;
}

/** Makes the only child of `host` look like `wanted`, changing as little as it can. */
export function mount(host: Element, wanted: Shape): void {
  const current = host.firstElementChild;
  if (current?.localName === wanted.tag.toLowerCase() && current.namespaceURI === NAMESPACE)
    patch(current, wanted);
  else host.replaceChildren(create(wanted));
}

function create(wanted: Shape): Element {
  const element = document.createElementNS(NAMESPACE, wanted.tag);
  patch(element, wanted);
  return element;
}

function patch(element: Element, wanted: Shape): void {
  for (const { name } of [...element.attributes])
    if (!(name in wanted.attributes)) element.removeAttribute(name);
  for (const [name, value] of Object.entries(wanted.attributes))
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  if (typeof wanted.inside === 'string') {
    if (element.textContent !== wanted.inside) element.textContent = wanted.inside;
    return;
  }
  patchChildren(element, wanted.inside);
}

function patchChildren(element: Element, wanted: readonly Shape[]): void {
  while (element.children.length > wanted.length) element.lastElementChild!.remove();
  wanted.forEach((child, index) => {
    const current = element.children[index];
    if (current === undefined) element.append(create(child));
    else if (current.localName === child.tag.toLowerCase()) patch(current, child);
    else current.replaceWith(create(child));
  });
}
