/**
 * Amazon CloudFront, data transfer out to the internet, USD per GB by column of its table.
 * Source: aws.amazon.com/cloudfront/pricing, read 2026.
 */

/** Ends of the steps of a month, GB of 1e9 bytes: 10, 50, 150, 500, 1024 TB, 5 PB. */
export const STEPS_GB = [10e3, 50e3, 150e3, 500e3, 1024e3, 5120e3] as const;

export const CLOUDFRONT = {
  'us-mx-ca': [0.085, 0.08, 0.06, 0.04, 0.03, 0.025, 0.02],
  'eu-il-tr': [0.085, 0.08, 0.06, 0.04, 0.03, 0.025, 0.02],
  'za-ke-ng-me': [0.11, 0.105, 0.09, 0.08, 0.06, 0.05, 0.04],
  'south-america': [0.11, 0.105, 0.09, 0.08, 0.06, 0.05, 0.04],
  japan: [0.114, 0.089, 0.086, 0.084, 0.08, 0.07, 0.06],
  'au-nz': [0.114, 0.098, 0.094, 0.092, 0.09, 0.085, 0.08],
  asia: [0.12, 0.1, 0.095, 0.09, 0.08, 0.07, 0.06],
  india: [0.109, 0.085, 0.082, 0.08, 0.078, 0.075, 0.072],
} as const;

export type Column = keyof typeof CLOUDFRONT;

/** USD per 10 000 HTTPS requests. From memory: an assumption. */
export const REQUESTS: Readonly<Record<Column, number>> = {
  'us-mx-ca': 0.01,
  'eu-il-tr': 0.012,
  'za-ke-ng-me': 0.012,
  'south-america': 0.022,
  japan: 0.012,
  'au-nz': 0.0125,
  asia: 0.012,
  india: 0.012,
};
