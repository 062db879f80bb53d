/** The contract of a billing model: from what was used to what it costs. */
import { partOf } from '../../../part/part.ts';
import type { Usage } from '../usage.ts';

export interface BillingModel {
  /** @returns price of the month, in the currency of the price list; 0 or more. */
  monthly(usage: Usage): number;
}

export const billingModel = partOf<BillingModel>();
