/** What a group costs in a month by one price list. */
import type { Charge, Item, PriceList } from './lists/list.ts';
import type { Measured } from './measured.ts';
import type { Region } from './region.ts';
import type { Usage } from './usage.ts';

export interface BillLine {
  readonly item: Item;
  /** For the month, in the currency of the list, what a contract takes off taken off. */
  readonly amount: number;
}

const EVERYWHERE = '';

export function billOf(
  measured: Measured,
  group: string,
  list: PriceList,
  monthHours: number,
): BillLine[] {
  return list.charges.map((charge) => {
    const keys = placesByKey(measured, group, list, charge);
    const sum = [...keys].reduce((all, [key, places]) => {
      const usage = usageOf(measured, group, places, { list, monthHours });
      return all + charge.model(key).monthly(usage);
    }, 0);
    return { item: charge.item, amount: sum * (1 - list.discount) };
  });
}

/** Places of a group's nodes, together where prices are the same. */
function placesByKey(
  measured: Measured,
  group: string,
  { region }: PriceList,
  { keyOf }: Charge,
): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>();
  for (const place of measured.placesOf(group)) {
    const there: Region = region ?? measured.regionOf(place);
    const key = keyOf === undefined ? EVERYWHERE : keyOf(there);
    const places = keys.get(key) ?? new Set();
    keys.set(key, places.add(place));
  }
  return keys;
}

function usageOf(
  measured: Measured,
  group: string,
  places: ReadonlySet<string>,
  { list, monthHours }: { list: PriceList; monthHours: number },
): Usage {
  const months = measured.measuredHours > 0 ? monthHours / measured.measuredHours : 0;
  const bytes = measured.bytesOf(group, places);
  const all = measured.bytesOf(group, new Set(measured.placesOf(group)));
  return {
    monthHours,
    bytes: bytes * months,
    share: all > 0 ? bytes / all : 1,
    fetchedBytes: measured.fetchedBytesOf(group) * months,
    requests: measured.requestsOf(group, places) * months,
    nodeHours: measured.nodesOf(group, places) * monthHours,
    storedBytes: list.storedBytes ?? 0,
    samples: measured.samplesOf(group, places),
  };
}
