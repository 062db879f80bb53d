/** Hands files to the reader: Results, tables, pictures. */

export function download(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has read the address by the next task; kept longer, it would hold the memory.
  setTimeout(() => URL.revokeObjectURL(link.href));
}

export const textFile = (content: string, type: string) => new Blob([content], { type });

/** What a picture needs to look the same away from the page's style sheet. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'font',
  'opacity',
  'fill-opacity',
  'display',
];

/** The markup of an SVG with its looks written into it. */
export function standaloneSvg(svg: SVGElement): string {
  const copy = svg.cloneNode(true) as SVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const computed = getComputedStyle(originals[index]!);
    const style = STYLES.map((name) => `${name}:${computed.getPropertyValue(name)}`);
    element.setAttribute('style', style.join(';'));
  });
  copy.style.background = backgroundOf(svg);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

function backgroundOf(element: Element): string {
  const card = element.closest('.card') ?? document.body;
  return getComputedStyle(card).backgroundColor;
}

/** @returns the picture of the chart in `host` on its background, twice as fine as the screen. */
export async function pngOf(host: HTMLElement): Promise<Blob> {
  const svg = host.querySelector('svg');
  const source = svg === null ? host.querySelector('canvas')! : await imageOf(svg);
  const scale = svg === null ? 1 : 2;
  const canvas = document.createElement('canvas');
  canvas.width = source.width * scale;
  canvas.height = source.height * scale;
  const context = canvas.getContext('2d')!;
  context.fillStyle = backgroundOf(host);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/png'));
}

async function imageOf(svg: SVGElement): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(standaloneSvg(svg))}`;
  await image.decode();
  return image;
}
