/** The way of chunks from node to device: losses, the link's queue, the device's own line. */

import { transferMs } from '../../../engine/lines.ts';
import type { Simulator } from '../../../engine/simulator.ts';
import type { Losses } from '../loss/loss.ts';
import type { Chunks } from './chunks.ts';
import type { ConnectionTable } from './connection-table.ts';
import type { Hop } from './course.ts';
import { HEADER_BYTES } from './slow-start.ts';

/** Packets that any queue has room for, however slow the line; an assumption. */
const LEAST_ROOM = 16;

export class Passage {
  readonly #simulator: Simulator;
  readonly #table: ConnectionTable;
  readonly #chunks: Chunks;

  constructor(simulator: Simulator, table: ConnectionTable, chunks: Chunks) {
    this.#simulator = simulator;
    this.#table = table;
    this.#chunks = chunks;
  }

  /** @returns when the first segment of a chunk that leaves now comes to the device's line, ms. */
  passLink(connection: number, chunk: number): number {
    const { course, atLineMs } = this.#table;
    const { lost, before, segments } = this.#chunks;
    const { back } = course[connection]!;
    const { losses } = back;
    lost[chunk] = losses === undefined ? 0 : losses.of(segments[chunk]!);
    before[chunk] = losses === undefined ? segments[chunk]! : losses.before;
    if (back.isClosed?.(this.#simulator.nowMs) === true) {
      lost[chunk] = segments[chunk]!;
      before[chunk] = 0;
    }
    // A packet that is delayed more holds up those behind it: routes keep to the order.
    const atMs = Math.max(this.#leftMs(chunk, back) + back.delayMs(), atLineMs[connection]!);
    atLineMs[connection] = atMs;
    return atMs;
  }

  /** @returns when the first segment of a chunk is through the link, ms. */
  #leftMs(chunk: number, { queue, queueLine: line = 0, roomMs }: Hop): number {
    const { nowMs } = this.#simulator;
    const { spanMs, segments } = this.#chunks;
    spanMs[chunk] = 0;
    if (queue === undefined) return nowMs;
    const rate = queue.bitsPerSecond[line]!;
    const bytes = this.#enter(chunk, rate, queue.queueMs(line, nowMs), roomMs);
    const endMs = queue.pass(line, bytes, nowMs);
    if (bytes === 0) return endMs;
    const tookMs = queue.tookMs(line, bytes, endMs);
    const each = tookMs / segments[chunk]!;
    spanMs[chunk] = Math.max(0, tookMs - each);
    return endMs - spanMs[chunk]!;
  }

  /** @returns when the last segment of a chunk that is at the device's line is at the device, ms. */
  passLine(connection: number, chunk: number): number {
    const { nowMs } = this.#simulator;
    const { course, line: lineOf, accessDownMs, arrivedMs: lastMs } = this.#table;
    const { segments, lost, spanMs, tailMs } = this.#chunks;
    const { lines, lineRoomMs, accessLosses } = course[connection]!;
    const line = lineOf[connection]!;
    const rate = lines.bitsPerSecond[line]!;
    const bytes = this.#enter(chunk, rate, lines.queueMs(line, nowMs), lineRoomMs);
    const throughMs = bytes === 0 ? nowMs : lines.pass(line, bytes, nowMs);
    const arriving = segments[chunk]! - lost[chunk]!;
    const restMs = arriving === 0 ? 0 : lines.tookMs(line, bytes - bytes / arriving, throughMs);
    const endMs = Math.max(throughMs, nowMs + spanMs[chunk]!);
    tailMs[chunk] = endMs - (throughMs - restMs);
    if (accessLosses !== undefined && arriving > 0) this.#lose(chunk, arriving, accessLosses);
    const arrivedMs = Math.max(endMs + accessDownMs[connection]!, lastMs[connection]!);
    lastMs[connection] = arrivedMs;
    return arrivedMs;
  }

  #lose(chunk: number, arriving: number, losses: Losses): void {
    const { lost, before } = this.#chunks;
    lost[chunk]! += losses.of(arriving);
    before[chunk] = Math.min(before[chunk]!, losses.before);
  }

  /**
   * Drops segments that a queue has no room for.
   *
   * @returns bytes that enter it, headers included.
   */
  #enter(chunk: number, bitsPerSecond: number, queueMs: number, roomMs: number): number {
    const { lost, segments, bytes, before } = this.#chunks;
    const left = segments[chunk]! - lost[chunk]!;
    if (left === 0) return 0;
    const wire = (bytes[chunk]! * left) / segments[chunk]! + HEADER_BYTES * left;
    const eachMs = transferMs(wire, bitsPerSecond) / left;
    const leftMs = Math.max(roomMs, LEAST_ROOM * eachMs) - queueMs;
    if (eachMs * left <= leftMs) return wire;
    const fitting = Math.floor(Math.max(0, leftMs) / eachMs);
    lost[chunk] = segments[chunk]! - fitting;
    before[chunk] = Math.min(before[chunk]!, fitting);
    return (wire * fitting) / left;
  }
}
