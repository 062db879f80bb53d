/**
 * Which page people open after another: thresholds up to 9999, the next page is the first whose threshold a
 * number drawn from 1 to 9999 does not exceed. TPC Benchmark W 1.8, clause 5.2.2, read from the tables of three
 * programs that follow it (jopereira/java-tpcw @08b0f6b and two others; the first has 9992 for 9552 in shopping,
 * from cart to home). With these numbers each page has the share that clause 5.2.1 demands (`mixes.data.ts`).
 */
import type { MIXES, PAGE_NAMES } from './mixes.data.ts';

type Page = (typeof PAGE_NAMES)[number];
type Row = Readonly<Partial<Record<Page, number>>>;

export const TRANSITIONS: Readonly<Record<keyof typeof MIXES, Readonly<Record<Page, Row>>>> = {
  browsing: {
    home: { best: 3792, new: 7585, 'order-inquiry': 7688, search: 9559, cart: 9999 },
    new: { home: 299, detail: 9867, search: 9941, cart: 9999 },
    best: { home: 4607, detail: 5259, search: 9942, cart: 9999 },
    detail: { admin: 47, home: 8346, detail: 9749, search: 9890, cart: 9999 },
    search: { home: 788, results: 9955, cart: 9999 },
    results: { home: 3674, detail: 9868, search: 9942, cart: 9999 },
    cart: { register: 4099, home: 8883, cart: 9999 },
    register: { buy: 9145, home: 9619, search: 9999 },
    buy: { confirm: 9199, home: 9595, cart: 9999 },
    confirm: { home: 342, search: 9999 },
    'order-inquiry': { home: 523, order: 8856, search: 9999 },
    order: { home: 802, search: 9999 },
    admin: { 'admin-confirm': 8999, home: 9999 },
    'admin-confirm': { home: 9877, search: 9999 },
  },
  shopping: {
    home: { best: 3124, new: 6249, 'order-inquiry': 6718, search: 7026, cart: 9999 },
    new: { home: 156, detail: 9735, search: 9784, cart: 9999 },
    best: { home: 167, detail: 472, search: 9927, cart: 9999 },
    detail: { admin: 58, home: 832, detail: 1288, search: 8603, cart: 9999 },
    search: { home: 635, results: 9135, cart: 9999 },
    results: { home: 2657, detail: 9294, search: 9304, cart: 9999 },
    cart: { register: 2585, home: 9552, cart: 9999 },
    register: { buy: 8666, home: 8760, search: 9999 },
    buy: { confirm: 4614, home: 6546, cart: 9999 },
    confirm: { home: 84, search: 9999 },
    'order-inquiry': { home: 72, order: 8872, search: 9999 },
    order: { home: 69, search: 9999 },
    admin: { 'admin-confirm': 8999, home: 9999 },
    'admin-confirm': { home: 9952, search: 9999 },
  },
  ordering: {
    home: { best: 499, new: 999, 'order-inquiry': 1269, search: 1295, cart: 9999 },
    new: { home: 504, detail: 9942, search: 9976, cart: 9999 },
    best: { home: 1, detail: 333, search: 9998, cart: 9999 },
    detail: { admin: 99, home: 3750, detail: 5621, search: 6341, cart: 9999 },
    search: { home: 815, results: 9815, cart: 9999 },
    results: { home: 486, detail: 7817, search: 9998, cart: 9999 },
    cart: { register: 9499, home: 9918, cart: 9999 },
    register: { buy: 9899, home: 9901, search: 9999 },
    buy: { confirm: 7999, home: 9453, cart: 9999 },
    confirm: { home: 2, search: 9999 },
    'order-inquiry': { home: 1168, order: 9968, search: 9999 },
    order: { home: 9939, search: 9999 },
    admin: { 'admin-confirm': 8999, home: 9999 },
    'admin-confirm': { home: 8348, search: 9999 },
  },
};
