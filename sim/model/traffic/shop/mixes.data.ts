/**
 * How often each page of a shop is opened, per cent. TPC Benchmark W 1.8, clause 5.2: the three mixes. Browsing
 * from CloudScale-Project/Distributed-Jmeter (web_interactions.py, which has 0.23 for order display); shopping
 * and ordering as of reference/domain.md §3.4, from memory.
 */
export const MIXES = {
  browsing: [29, 11, 11, 21, 12, 11, 2, 0.82, 0.75, 0.69, 0.3, 0.25, 0.1, 0.09],
  shopping: [16, 5, 5, 17, 20, 17, 11.6, 3, 2.6, 1.2, 0.75, 0.66, 0.1, 0.09],
  ordering: [
    9.12, 0.46, 0.46, 12.35, 14.53, 13.08, 13.53, 12.86, 12.73, 10.18, 0.25, 0.22, 0.12, 0.11,
  ],
} as const;

/** In the order of the mixes. */
export const PAGE_NAMES = [
  'home',
  'new',
  'best',
  'detail',
  'search',
  'results',
  'cart',
  'register',
  'buy',
  'confirm',
  'order-inquiry',
  'order',
  'admin',
  'admin-confirm',
] as const;
