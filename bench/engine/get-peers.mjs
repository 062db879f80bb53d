/** Gets the peers that `npm run bench:engine` measures the engine beside, from Debian and npm. */
import { install } from './programs.mjs';

install();
