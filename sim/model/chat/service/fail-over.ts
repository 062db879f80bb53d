/**
 * What happens when mailboxes go down, with or without their disks: another member of the shard takes over that has most of
 * its log, and who comes back without a disk gets all rows anew. What nobody has any more is lost, and nobody says so.
 * Source: Ongaro & Ousterhout, USENIX ATC 2014, §5.4.1 and §7: who leads has the longest log; who is far behind gets a snapshot.
 */
import type { HandlerId } from '../../../engine/simulator.ts';
import type { Copies } from './copies.ts';
import type { Courier } from './courier.ts';
import { FailOverMeters } from './fail-over-meters.ts';
import type { Mailboxes } from './mailboxes.ts';
import { RESTORE } from './packets.ts';
import type { Shared } from './shared.ts';
import type { Store } from './store.ts';
import { Timeouts } from './timeouts.ts';
import type { Wire } from './wire.ts';

interface Parts {
  readonly shared: Shared;
  readonly wire: Wire;
  readonly mailboxes: Mailboxes;
  readonly courier: Courier;
  readonly copies: Copies;
  readonly store: Store;
}

/** Nothing of a log. */
const NOTHING = -1;

export class FailOver {
  readonly #parts: Parts;
  readonly #shared: Shared;
  /** Mailboxes that are down. */
  readonly #down = new Set<number>();
  /** Those whose disk is gone, which they do not know as long as they are down. */
  readonly #empty = new Set<number>();
  /** By shard: when another one may take over, ms. */
  readonly #dueMs = new Map<number, number>();
  /** By shard and mailbox: rows that are still to come, and bytes of one. */
  readonly #rows = new Map<number, number>();
  readonly #rowBytes = new Map<number, number>();
  // What never happens gives no other event another number.
  #look: HandlerId | undefined;
  #late: Timeouts | undefined;
  #meters: FailOverMeters | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#shared = parts.shared;
    const { exchange } = parts.shared.world;
    const { group } = parts.shared.shards;
    exchange.watch({
      changed: (node) => {
        if (group.includes(node)) this.#changed(node);
      },
      weighed: () => {},
    });
  }

  /** The disk of a mailbox is gone, and it crashes. */
  lostDisk(node: number): void {
    this.#empty.add(node);
    this.#shared.shards.lose(node);
    for (const shard of this.#shared.shards.of(node)) this.#rows.delete(this.#keyOf(shard, node));
  }

  /** Rows have come to a mailbox that had lost its disk. */
  receive(packet: number): void {
    const { packets } = this.#shared;
    this.#parts.mailboxes.write(packet, packets.upTo(packet));
  }

  /** They are written: more of them, or all is there. */
  written(packet: number): void {
    const { packets, shards } = this.#shared;
    const key = packets.item(packet);
    const left = this.#rows.get(key);
    if (left === undefined || packets.after(packet) !== left) return;
    const rows = packets.upTo(packet);
    this.#meters!.restored(rows * this.#rowBytes.get(key)!);
    this.#rows.set(key, left - rows);
    if (left > rows) {
      this.#sendRows(key);
      return;
    }
    const [shard, node] = this.#endsOf(key);
    this.#rows.delete(key);
    shards.fill(shard, node);
    this.#parts.copies.caughtUp(shard, node);
  }

  #changed(node: number): void {
    const isUp = this.#shared.world.exchange.up[node] === 1;
    if (!isUp && !this.#down.has(node)) this.#wentDown(node);
    else if (isUp && this.#down.has(node)) this.#cameBack(node);
  }

  #wentDown(node: number): void {
    const { settings, shards, world } = this.#shared;
    this.#down.add(node);
    if (shards.replicas === 1) return;
    for (const shard of shards.group) {
      if (shards.leader(shard) !== node || !shards.isServed(shard)) continue;
      shards.setServed(shard, false);
      this.#meter().leaderless(1);
      this.#dueMs.set(shard, world.simulator.nowMs + settings.failoverMs);
      this.#look ??= world.simulator.handler(
        (one) => this.#find(one),
        'another mailbox takes over',
      );
      world.simulator.after(settings.failoverMs, this.#look, shard);
    }
  }

  #cameBack(node: number): void {
    const { shards, world } = this.#shared;
    this.#down.delete(node);
    const isEmpty = this.#empty.delete(node);
    for (const shard of shards.of(node)) {
      const isLeader = shards.leader(shard) === node;
      if (isLeader && !isEmpty) this.#serve(shard);
      else if (isLeader) this.#dueMs.set(shard, world.simulator.nowMs);
      else if (shards.isServed(shard) && shards.isEmpty(shard, node)) this.#restore(shard, node);
      if (isLeader || !shards.isServed(shard)) this.#find(shard);
    }
  }

  #serve(shard: number): void {
    if (this.#shared.shards.isServed(shard)) return;
    this.#shared.shards.setServed(shard, true);
    this.#meter().leaderless(-1);
  }

  /** Somebody is to serve a shard: a time after its leader went down, or when who was waited for is back. */
  #find(shard: number): void {
    const { shards, world } = this.#shared;
    const leader = shards.leader(shard);
    const isLed = !this.#down.has(leader) && !shards.isEmpty(shard, leader);
    if (isLed || world.simulator.nowMs < (this.#dueMs.get(shard) ?? 0)) return;
    const best = this.#bestOf(shard);
    if (best !== undefined) this.#takeOver(shard, best);
    else if (shards.members(shard).every((node) => shards.isEmpty(shard, node))) this.#begin(shard);
  }

  /**
   * Of those that are up, the one that has most of the log; undefined: they are so few that what is committed may be with others.
   * Who waits for nobody’s writing takes whoever there is.
   */
  #bestOf(shard: number): number | undefined {
    const { shards } = this.#shared;
    const able = shards
      .members(shard)
      .filter((node) => !this.#down.has(node) && !shards.isEmpty(shard, node));
    able.sort((one, other) => shards.has(shard, other) - shards.has(shard, one) || one - other);
    return able.length < shards.voters ? undefined : able[0];
  }

  #takeOver(shard: number, node: number): void {
    const { shards } = this.#shared;
    const last = shards.has(shard, node);
    shards.lead(shard, node);
    this.#serve(shard);
    this.#meter().failedOver();
    this.#cut(shard, last);
    for (const other of shards.members(shard)) {
      const isWaiting = !this.#down.has(other) && shards.isEmpty(shard, other);
      if (isWaiting) this.#restore(shard, other);
    }
  }

  /** Nobody has anything of a shard: it begins anew. */
  #begin(shard: number): void {
    const { shards } = this.#shared;
    const node = shards.members(shard).find((one) => !this.#down.has(one));
    if (node === undefined) return;
    shards.fill(shard, node);
    shards.lead(shard, node);
    this.#serve(shard);
    this.#cut(shard, NOTHING);
    for (const other of shards.members(shard)) {
      if (!this.#down.has(other) && shards.isEmpty(shard, other)) this.#restore(shard, other);
    }
  }

  #cut(shard: number, last: number): void {
    const { store, copies, courier } = this.#parts;
    store.cut(shard, last);
    copies.cut(shard, last);
    courier.cut(shard, last);
    store.replicated(shard);
    courier.resume(shard);
  }

  /** A mailbox without its disk gets all rows of a shard that are still kept. */
  #restore(shard: number, node: number): void {
    const { world, settings } = this.#shared;
    const key = this.#keyOf(shard, node);
    const { rows, bytes } = this.#parts.courier.rowsOf(shard);
    // Even where there are none it hears that there are none.
    this.#rows.set(key, Math.max(1, rows));
    this.#rowBytes.set(key, rows === 0 ? settings.controlBytes : bytes / rows);
    this.#meter();
    this.#late ??= new Timeouts(world.simulator, 'rows without an answer', settings.resendMs, {
      isOver: (one, left) => this.#rows.get(one) !== left,
      due: (one) => this.#sendRows(one),
    });
    this.#sendRows(key);
  }

  #sendRows(key: number): void {
    const { packets, settings, shards, world } = this.#shared;
    const [shard, node] = this.#endsOf(key);
    const left = this.#rows.get(key)!;
    const leader = shards.leader(shard);
    this.#late!.add(key, left);
    if (world.exchange.up[leader] !== 1 || !shards.isServed(shard)) return;
    const rows = Math.min(left, settings.batch);
    const bytes = Math.ceil(rows * this.#rowBytes.get(key)!);
    const packet = packets.make(RESTORE, key, leader, node, bytes);
    packets.setAfter(packet, left);
    packets.setUpTo(packet, rows);
    this.#parts.wire.between(packet, leader, node);
  }

  #keyOf(shard: number, node: number): number {
    return shard * this.#shared.world.exchange.up.length + node;
  }

  #endsOf(key: number): readonly [shard: number, node: number] {
    const nodes = this.#shared.world.exchange.up.length;
    return [Math.trunc(key / nodes), key % nodes];
  }

  #meter(): FailOverMeters {
    const { settings, world } = this.#shared;
    this.#meters ??= new FailOverMeters(world, settings.mailbox);
    return this.#meters;
  }
}
