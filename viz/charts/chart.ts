/**
 * The contract of every chart: a function that draws into an element and hands back how to change
 * it. Charts know neither the app nor a framework, so that report, docs and embeds share them.
 */
export interface Chart<Data, Values> {
  update(data: Data): void;
  destroy(): void;
  /** The plotted numbers as plain data; what tests compare with the Result. */
  values(): Values;
}

export type RenderChart<Data, Options, Values> = (
  element: HTMLElement,
  data: Data,
  options: Options,
) => Chart<Data, Values>;

/** A stretch of time that a chart shades, such as a fault. */
export interface Band {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Faults stand out from changes that were meant. */
  readonly isFault: boolean;
}

/**
 * Calls back with the width of an element now and whenever it changes.
 *
 * @returns stops following.
 */
export function followWidth(element: HTMLElement, draw: (widthPx: number) => void): () => void {
  let drawnPx = 0;
  const observer = new ResizeObserver(() => {
    const widthPx = Math.floor(element.clientWidth);
    if (widthPx === 0 || widthPx === drawnPx) return;
    drawnPx = widthPx;
    draw(widthPx);
  });
  observer.observe(element);
  return () => observer.disconnect();
}
