/**
 * What mqtt and mqtt-packet would write for those who debug them costs 6 % of a run although nobody reads it: here
 * there is none. Imported before they are.
 */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const mute = Object.assign(() => {}, { enabled: false, extend: () => mute });

for (const library of ['mqtt', 'mqtt-packet']) {
  const path = createRequire(load.resolve(library)).resolve('debug');
  load(path);
  load.cache[path]!.exports = Object.assign(() => mute, { default: () => mute });
}
