/** Sums of money in the currency that a Result is to be read in. */
import type { PriceFacts } from '../result/result.ts';
import { formatValue, formatWithMargin } from './format.ts';

const inCurrency = (text: string, { currency }: PriceFacts): string =>
  text.replace('USD', currency);

/** @param usd as a Result has it. */
export const formatMoney = (usd: number | undefined, prices: PriceFacts): string =>
  inCurrency(formatValue(usd === undefined ? undefined : usd * prices.perUsd, 'USD'), prices);

export const formatMoneyWithMargin = (usd: number, margin: number, prices: PriceFacts): string =>
  inCurrency(formatWithMargin(usd * prices.perUsd, margin * prices.perUsd, 'USD'), prices);
