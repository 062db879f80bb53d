/** Prices in steps: each unit at the price of the step in which it lies. */

export interface Tier {
  /** Amount up to which the price holds; Infinity for the last. */
  readonly to: number;
  /** Price of one unit. */
  readonly price: number;
}

/** Price of an amount: the sum over the steps that it fills. Continuous, and never falls. */
export function graduated(tiers: readonly Tier[], amount: number): number {
  let from = 0;
  let sum = 0;
  for (const { to, price } of tiers) {
    if (amount <= from) break;
    sum += (Math.min(amount, to) - from) * price;
    from = to;
  }
  return sum;
}

/** Price of an amount when all of it has the price of the step that it reaches. */
export function atReached(tiers: readonly Tier[], amount: number): number {
  const reached = tiers.find(({ to }) => amount <= to) ?? tiers[tiers.length - 1]!;
  return amount * reached.price;
}
