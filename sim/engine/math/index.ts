/**
 * Mathematics from + − × ÷ and the square root alone, which IEEE 754 defines to the last bit.
 * `Math.log` and its like differ between engines by one unit in the last place: enough to swap two
 * events, after which runs part.
 */
export { exp, expm1, pow } from './exp.ts';
export { log, log1p } from './log.ts';
export { asin, cos, sin } from './trigonometry.ts';
