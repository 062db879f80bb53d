/** Makes a chart out of a pure picture: draws it at the element's width, now and when either changes. */
import { type Chart, followWidth } from './chart.ts';
import { mount, type Shape } from './shape.ts';

export const svgChart =
  <Data, Options>(draw: (data: Data, widthPx: number, options: Options) => Shape) =>
  (element: HTMLElement, first: Data, options: Options): Chart<Data, Data> => {
    let data = first;
    let widthPx = 0;
    const redraw = () => widthPx > 0 && mount(element, draw(data, widthPx, options));
    const stopFollowing = followWidth(element, (width) => {
      widthPx = width;
      redraw();
    });
    return {
      update(next) {
        data = next;
        redraw();
      },
      destroy() {
        stopFollowing();
        element.replaceChildren();
      },
      values: () => data,
    };
  };
