/** The libraries that devices can ask with. */
import { Http2Library } from '../http2/http2-library.ts';
import { Http1Library } from './http1-library.ts';
import type { LibraryName, MakeLibrary } from './library.ts';
import { UndiciLibrary } from './undici-library.ts';

export const libraries: Readonly<Record<LibraryName, MakeLibrary>> = {
  'node:http': (speaking, seat) => new Http1Library(speaking, seat),
  'node:http2': (speaking, seat) => new Http2Library(speaking, seat),
  undici: (speaking, seat) => new UndiciLibrary(speaking, seat),
};
