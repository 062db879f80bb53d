/** Policies that are queues, with hands that go over them and ghosts behind them. Oldest first. */
import { bytesOf, type Entry, find, Ghost, type MakeTwin, type Twin, take } from './twin.ts';

const entryOf = (object: number, sizeBytes: number): Entry => ({ object, sizeBytes, served: 0 });

/**
 * The clock's hand: the oldest without a chance leaves, others spend one and enter again.
 *
 * @param most chances that an object can have.
 */
function clockEvict(queue: Entry[], most: number): void {
  for (;;) {
    const oldest = queue.shift()!;
    if (oldest.served === 0) return;
    queue.push({ ...oldest, served: Math.min(oldest.served, most) - 1 });
  }
}

export const clock: MakeTwin = (capacityBytes, { bits }: { bits: number }): Twin => {
  const queue: Entry[] = [];
  const most = 2 ** bits - 1;
  return {
    request(object, sizeBytes) {
      const found = find(queue, object);
      if (found !== undefined) found.served = Math.min(found.served + 1, most);
      if (found !== undefined || sizeBytes > capacityBytes) return found !== undefined;
      while (bytesOf(queue) + sizeBytes > capacityBytes) clockEvict(queue, most);
      queue.push(entryOf(object, sizeBytes));
      return false;
    },
    purge: (object) => void take(queue, object),
  };
};

export const sieve: MakeTwin = (capacityBytes): Twin => {
  const queue: Entry[] = [];
  /** Where the hand stands; nowhere: it starts with the oldest. */
  let hand: Entry | undefined;
  const newerThan = (entry: Entry) => queue[queue.indexOf(entry) + 1];
  const remove = (entry: Entry) => {
    if (hand === entry) hand = newerThan(entry);
    take(queue, entry.object);
  };
  const evict = () => {
    hand ??= queue[0]!;
    while (hand.served > 0) {
      hand.served = 0;
      hand = newerThan(hand) ?? queue[0]!;
    }
    remove(hand);
  };
  return {
    request(object, sizeBytes) {
      const found = find(queue, object);
      if (found !== undefined) found.served = 1;
      if (found !== undefined || sizeBytes > capacityBytes) return found !== undefined;
      while (bytesOf(queue) + sizeBytes > capacityBytes) evict();
      queue.push(entryOf(object, sizeBytes));
      return false;
    },
    purge(object) {
      const found = find(queue, object);
      if (found !== undefined) remove(found);
    },
  };
};

export const slru: MakeTwin = (capacityBytes, { segments }: { segments: number }): Twin => {
  const limit = Math.floor(capacityBytes / segments);
  const lists: Entry[][] = Array.from({ length: segments }, () => []);
  /** What is too much in a list that something has entered falls to the one below, or out. */
  const settle = (list: number) => {
    if (bytesOf(lists[list]!) <= limit) return;
    const fallen = lists[list]!.shift()!;
    lists[list - 1]?.push(fallen);
    settle(list);
    if (list > 0) settle(list - 1);
  };
  return {
    request(object, sizeBytes) {
      const at = lists.findIndex((list) => find(list, object) !== undefined);
      if (at >= 0) {
        const to = Math.min(at + 1, segments - 1);
        lists[to]!.push(take(lists[at]!, object)!);
        settle(to);
        return true;
      }
      if (sizeBytes > limit) return false;
      while (bytesOf(lists.flat()) + sizeBytes > capacityBytes) {
        lists.find((list) => list.length > 0)!.shift();
      }
      const withRoom = lists.find((list) => bytesOf(list) + sizeBytes <= limit);
      (withRoom ?? lists[0]!).push(entryOf(object, sizeBytes));
      return false;
    },
    purge: (object) => lists.forEach((list) => void take(list, object)),
  };
};

export const twoQ: MakeTwin = (capacityBytes, params: { queue: number; ghost: number }): Twin => {
  const queueBytes = Math.trunc(capacityBytes * params.queue);
  const listBytes = capacityBytes - queueBytes;
  const queue: Entry[] = [];
  const list: Entry[] = [];
  const ghost = new Ghost(capacityBytes * params.ghost);
  const lacks = (sizeBytes: number) => {
    return bytesOf(queue) + bytesOf(list) + sizeBytes > capacityBytes;
  };
  return {
    request(object, sizeBytes) {
      if (find(queue, object) !== undefined) return true;
      const served = take(list, object);
      if (served !== undefined) list.push(served);
      if (served !== undefined) return true;
      const isKnown = ghost.remove(object);
      if (sizeBytes > Math.min(queueBytes, listBytes)) return false;
      while (lacks(sizeBytes)) {
        if (bytesOf(queue) > queueBytes || list.length === 0) ghost.add(queue.shift()!);
        else list.shift();
      }
      while (isKnown && bytesOf(list) + sizeBytes > listBytes) list.shift();
      (isKnown ? list : queue).push(entryOf(object, sizeBytes));
      return false;
    },
    purge(object) {
      take(queue, object);
      take(list, object);
    },
  };
};

interface TwoPartParams {
  readonly small: number;
  readonly ghost: number;
  readonly 'promote-after': number;
  readonly 'as-large': boolean;
}

export const s3Fifo: MakeTwin = (capacityBytes, params: TwoPartParams): Twin => {
  const smallBytes = Math.trunc(capacityBytes * params.small);
  const small: Entry[] = [];
  const main: Entry[] = [];
  const ghost = new Ghost(capacityBytes * params.ghost);
  const evict = () => {
    while (small.length > 0 && bytesOf(main) <= capacityBytes - smallBytes) {
      // Until one leaves; the size of main is looked at again only then.
      while (small.length > 0) {
        const oldest = small.shift()!;
        if (oldest.served < params['promote-after']) return ghost.add(oldest);
        main.push({ ...oldest, served: 0 });
      }
    }
    clockEvict(main, 3);
  };
  return {
    request(object, sizeBytes) {
      const found = find(small, object) ?? find(main, object);
      if (found !== undefined) found.served += 1;
      if (found !== undefined) return true;
      const isKnown = ghost.remove(object);
      if (sizeBytes > smallBytes) return false;
      while (bytesOf(small) + bytesOf(main) + sizeBytes > capacityBytes) evict();
      if (!params['as-large'] && sizeBytes === smallBytes && !isKnown) return false;
      (isKnown ? main : small).push(entryOf(object, sizeBytes));
      return false;
    },
    purge(object) {
      take(small, object);
      take(main, object);
    },
  };
};

export const qdLp: MakeTwin = (capacityBytes, params: TwoPartParams): Twin => {
  const smallBytes = Math.trunc(capacityBytes * params.small);
  const mainBytes = capacityBytes - smallBytes;
  const small: Entry[] = [];
  const main: Entry[] = [];
  const ghost = new Ghost(capacityBytes * params.ghost);
  const enterMain = (entry: Entry) => {
    while (bytesOf(main) + entry.sizeBytes > mainBytes) clockEvict(main, 3);
    main.push({ ...entry, served: 0 });
  };
  return {
    request(object, sizeBytes) {
      const found = find(small, object) ?? find(main, object);
      if (found !== undefined) found.served = Math.min(found.served + 1, 3);
      if (found !== undefined) return true;
      const isKnown = ghost.remove(object);
      if (sizeBytes > Math.min(smallBytes, mainBytes)) return false;
      while (bytesOf(small) + bytesOf(main) + sizeBytes > capacityBytes) {
        const oldest = small.shift();
        if (oldest === undefined) clockEvict(main, 3);
        else if (oldest.served > 0) enterMain(oldest);
        else ghost.add(oldest);
      }
      const entry = entryOf(object, sizeBytes);
      // What the ghost knows makes room for itself in main, whether it then enters or not.
      if (isKnown) enterMain(entry);
      else if (params['as-large'] || sizeBytes < smallBytes) small.push(entry);
      return false;
    },
    purge(object) {
      take(small, object);
      take(main, object);
    },
  };
};
