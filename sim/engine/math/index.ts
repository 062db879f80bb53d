/**
 * Mathematics from + − × ÷ and the square root alone, which IEEE 754 defines to the last bit.
 * `Math.log` and its like differ between engines by one unit in the last place: enough to swap two
 * events, after which runs part.
 */
export { atan2 } from './arc-tangent.ts';
export { cbrt } from './cbrt.ts';
export { exp, expm1 } from './exp.ts';
export { lgamma } from './lgamma.ts';
export { log, log1p } from './log.ts';
export { pow } from './pow.ts';
export { asin, cos, sin } from './trigonometry.ts';
