/**
 * Rebuilding of what a failed disk had: fragment by fragment, in pieces, at a rate that leaves disks to
 * those who ask. Each piece is read from as many fragments as the redundancy says, and written to a disk
 * that has nothing of its group; when there is none, to a new disk in the place of the failed one.
 */
import { z } from 'zod';
import type { HandlerId } from '../../../engine/simulator.ts';
import { toGrid } from '../../../engine/time.ts';
import { bitRate, bytes, count, duration } from '../../../part/units.ts';
import type { NodeContext } from '../../node/node.ts';
import type { Layout } from './layout.ts';
import type { Operations, Worker } from './operations.ts';
import type { StorageMeters } from './storage-meters.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

export const repairParams = z.strictObject({
  after: duration()
    .prefault('10m')
    .describe(
      'how long a disk may be away before it is given up: mon_osd_down_out_interval of Ceph is 600 s',
    ),
  rate: bitRate()
    .prefault('100MB/s')
    .describe('bytes rebuilt a second, at most, all disks together (assumption)'),
  piece: bytes({ min: 1 }).prefault('8MiB').describe('rebuilt in one go (assumption)'),
  streams: count({ min: 1, max: 1000 }).prefault(8).describe('pieces under way (assumption)'),
});

export type RepairSettings = z.output<typeof repairParams>;

/** A fragment of a group that is being rebuilt. */
interface Unit {
  readonly group: number;
  readonly fragment: number;
  readonly failure: Failure;
  target: number;
  /** Bytes for which pieces have begun, and bytes that are written. */
  begunBytes: number;
  doneBytes: number;
  /** Pieces of an earlier target are not its own any more. */
  attempt: number;
}

interface Failure {
  readonly disk: number;
  readonly sinceMs: number;
  missing: number;
}

interface Piece {
  readonly unit: Unit;
  readonly attempt: number;
  readonly bytes: number;
  isWriting: boolean;
}

export class Repair implements Worker {
  readonly #context: NodeContext;
  readonly #settings: RepairSettings;
  readonly #operations: Operations;
  readonly #layout: Layout;
  readonly #meters: StorageMeters;
  readonly #fragmentBytes: number;
  readonly #id: number;
  readonly #pump: HandlerId;
  readonly #givesUp: HandlerId;
  /** Ends of absences that were given up, by disk: only the newest counts. */
  readonly #absence: Int32Array;
  readonly #sinceMs: Float64Array;
  readonly #queue: Unit[] = [];
  /** Those of which too few fragments are left: until a disk comes back. */
  #stuck: Unit[] = [];
  readonly #pieces = new Map<number, Piece>();
  #freeAtMs = 0;
  #isPlanned = false;

  constructor(
    context: NodeContext,
    settings: RepairSettings,
    operations: Operations,
    layout: Layout,
    meters: StorageMeters,
    fragmentBytes: number,
  ) {
    const { simulator } = context.world;
    this.#context = context;
    this.#settings = settings;
    this.#operations = operations;
    this.#layout = layout;
    this.#meters = meters;
    this.#fragmentBytes = fragmentBytes;
    this.#absence = new Int32Array(layout.devices.count);
    this.#sinceMs = new Float64Array(layout.devices.count);
    this.#id = operations.hire(this);
    this.#pump = simulator.handler(() => {
      this.#isPlanned = false;
      this.#start();
    }, 'repair goes on');
    this.#givesUp = simulator.handler(
      (disk, absence) => this.#giveUp(disk, absence),
      'disk given up',
    );
  }

  /** A disk does not answer any more. */
  failed(disk: number): void {
    const { simulator } = this.#context.world;
    this.#absence[disk]! += 1;
    this.#sinceMs[disk] = simulator.nowMs;
    simulator.after(this.#settings.after, this.#givesUp, disk, this.#absence[disk]!);
  }

  /** It is back with all that it had. */
  returned(disk: number): void {
    const { placement } = this.#layout;
    this.#absence[disk]! += 1;
    for (const unit of [...this.#queue, ...this.#stuck]) {
      if (placement.diskOf(unit.group, unit.fragment) !== disk) continue;
      placement.setPresent(unit.group, unit.fragment, true);
    }
    this.#queue.push(...this.#stuck);
    this.#stuck = [];
    this.#start();
  }

  done(operation: number): void {
    const piece = this.#pieces.get(operation)!;
    if (piece.attempt !== piece.unit.attempt) this.#forget(operation);
    else if (!piece.isWriting) {
      this.#write(operation, piece);
      return;
    } else {
      this.#forget(operation);
      this.#written(piece);
    }
    this.#start();
  }

  broken(operation: number): void {
    const piece = this.#pieces.get(operation)!;
    if (piece.attempt === piece.unit.attempt && this.#layout.devices.up[piece.unit.target] === 1) {
      this.#read(operation, piece);
      return;
    }
    if (piece.attempt === piece.unit.attempt) this.#anew(piece.unit, this.#queue);
    this.#forget(operation);
    this.#start();
  }

  /** What is read and what is written of a piece is counted when all of it is. */
  moved(): void {}

  #giveUp(disk: number, absence: number): void {
    if (absence !== this.#absence[disk]) return;
    const { placement } = this.#layout;
    const failure: Failure = { disk, sinceMs: this.#sinceMs[disk]!, missing: 0 };
    for (let group = 0; group < placement.groups; group += 1) {
      for (let fragment = 0; fragment < placement.fragments; fragment += 1) {
        if (placement.diskOf(group, fragment) !== disk || !placement.has(group, fragment)) continue;
        placement.setPresent(group, fragment, false);
        failure.missing += 1;
        this.#queue.push({
          group,
          fragment,
          failure,
          target: -1,
          begunBytes: 0,
          doneBytes: 0,
          attempt: 0,
        });
      }
    }
    this.#changeMissing(failure.missing);
    this.#start();
  }

  /** Begins as many pieces as streams and rate allow. */
  #start(): void {
    const { nowMs } = this.#context.world.simulator;
    while (this.#queue.length > 0 && this.#pieces.size < this.#settings.streams) {
      if (nowMs < this.#freeAtMs) {
        this.#plan();
        return;
      }
      const unit = this.#queue[0]!;
      if (this.#layout.placement.has(unit.group, unit.fragment)) {
        this.#queue.shift();
        this.#whole(unit);
      } else if (unit.target < 0 && !this.#aim(unit)) {
        this.#queue.shift();
        this.#stuck.push(unit);
      } else this.#beginPiece(unit);
    }
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#context.world.simulator.at(this.#freeAtMs, this.#pump);
  }

  /** Finds the disk that is to have a fragment. @returns whether it can be rebuilt at all. */
  #aim(unit: Unit): boolean {
    if (this.#sources(unit) === 0) return false;
    const { devices } = this.#layout;
    unit.target = this.#layout.spareFor(unit.group);
    if (unit.target >= 0) return true;
    unit.target = this.#layout.placement.diskOf(unit.group, unit.fragment);
    if (devices.up[unit.target] === 0) this.#replace(unit.target);
    return true;
  }

  /** A new disk, and an empty one, takes the place of a failed one. */
  #replace(disk: number): void {
    const { recorder, failedDisks } = this.#meters;
    this.#absence[disk]! += 1;
    this.#layout.devices.restore(disk);
    recorder.changeLevel(failedDisks, -1, this.#context.world.simulator.nowMs);
  }

  #sources(unit: Unit): number {
    const { redundancy, there, chosen } = this.#layout;
    const count = this.#layout.list(unit.group);
    return redundancy.repairSources(unit.fragment, there, count, chosen);
  }

  #beginPiece(unit: Unit): void {
    const { simulator } = this.#context.world;
    const { piece, rate } = this.#settings;
    const bytes = Math.min(piece, this.#fragmentBytes - unit.begunBytes);
    unit.begunBytes += bytes;
    if (unit.begunBytes >= this.#fragmentBytes) this.#queue.shift();
    this.#freeAtMs = toGrid(simulator.nowMs + ((bytes * BITS_PER_BYTE) / rate) * MS_PER_SECOND);
    const operation = this.#operations.open(this.#id, unit.group);
    const begun = { unit, attempt: unit.attempt, bytes, isWriting: false };
    this.#pieces.set(operation, begun);
    this.#read(operation, begun);
  }

  #read(operation: number, piece: Piece): void {
    const { placement, chosen } = this.#layout;
    const { unit } = piece;
    const sources = this.#sources(unit);
    if (sources === 0) {
      this.#anew(unit, this.#stuck);
      this.#forget(operation);
      return;
    }
    piece.isWriting = false;
    this.#operations.run(operation, sources);
    for (let source = 0; source < sources; source += 1) {
      const fragment = chosen[source]!;
      const disk = placement.diskOf(unit.group, fragment);
      this.#operations.fork(operation, fragment, disk, piece.bytes);
    }
    this.#operations.subject[operation] = sources;
  }

  #write(operation: number, piece: Piece): void {
    const { recorder, repairReadBytes } = this.#meters;
    const { nowMs } = this.#context.world.simulator;
    const sources = this.#operations.subject[operation]!;
    recorder.add(repairReadBytes, sources * piece.bytes, nowMs);
    if (this.#layout.devices.up[piece.unit.target] === 0) {
      this.#anew(piece.unit, this.#queue);
      this.#forget(operation);
      this.#start();
      return;
    }
    piece.isWriting = true;
    this.#operations.run(operation, 1);
    this.#operations.fork(operation, piece.unit.fragment, piece.unit.target, piece.bytes);
  }

  #written({ unit, bytes }: Piece): void {
    const { recorder, repairBytes } = this.#meters;
    recorder.add(repairBytes, bytes, this.#context.world.simulator.nowMs);
    unit.doneBytes += bytes;
    if (unit.doneBytes < this.#fragmentBytes) return;
    const { placement } = this.#layout;
    if (!placement.has(unit.group, unit.fragment)) {
      placement.move(unit.group, unit.fragment, unit.target);
      placement.setPresent(unit.group, unit.fragment, true);
    }
    this.#whole(unit);
  }

  /** A fragment is there again. */
  #whole({ failure }: Unit): void {
    const { recorder, repairMs } = this.#meters;
    const { nowMs } = this.#context.world.simulator;
    this.#changeMissing(-1);
    failure.missing -= 1;
    if (failure.missing > 0) return;
    recorder.record(repairMs, nowMs - failure.sinceMs, failure.sinceMs);
  }

  /** Rebuilds a fragment from its beginning, later. */
  #anew(unit: Unit, where: Unit[]): void {
    unit.attempt += 1;
    unit.target = -1;
    unit.begunBytes = 0;
    unit.doneBytes = 0;
    const place = this.#queue.indexOf(unit);
    if (place >= 0) this.#queue.splice(place, 1);
    where.push(unit);
  }

  #forget(operation: number): void {
    this.#pieces.delete(operation);
    this.#operations.close(operation);
  }

  #changeMissing(by: number): void {
    const { recorder, missing } = this.#meters;
    recorder.changeLevel(missing, by, this.#context.world.simulator.nowMs);
  }
}
