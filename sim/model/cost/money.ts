/** Currencies of price lists. Bills are added up in US dollars. */

export const CURRENCIES = ['USD', 'CNY'] as const;

export type Currency = (typeof CURRENCIES)[number];

/** What one US dollar is in each currency. */
export type Rates = Readonly<Record<Currency, number>>;

/** An assumption, said in every Result that uses it: about what a dollar was in 2024 and 2025. */
export const ASSUMED_CNY_PER_USD = 7.2;

export const ratesOf = (cnyPerUsd = ASSUMED_CNY_PER_USD): Rates => ({ USD: 1, CNY: cnyPerUsd });
