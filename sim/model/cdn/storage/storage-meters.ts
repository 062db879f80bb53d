/** What a storage counts, by group and place. */
import type { Recorder } from '../../../result/recorder.ts';
import type { NodeContext } from '../../node/node.ts';
import type { Devices } from './devices.ts';

export class StorageMeters {
  readonly recorder: Recorder;
  readonly reads: number;
  readonly readBytes: number;
  readonly degraded: number;
  readonly decoded: number;
  readonly unreadable: number;
  readonly readMs: number;
  readonly deviceReadBytes: number;
  readonly wastedBytes: number;
  readonly writes: number;
  readonly failedWrites: number;
  readonly writeMs: number;
  readonly deviceWriteBytes: number;
  readonly repairReadBytes: number;
  readonly repairBytes: number;
  readonly repairMs: number;
  readonly missing: number;
  readonly failedDisks: number;
  readonly hotObjects: number;
  readonly hotReads: number;
  readonly copyBytes: number;
  /** Of an owner of objects, when there is no origin in front. */
  readonly originRequests: number;
  readonly originBytes: number;
  readonly #busy: number;
  readonly #waiting: number;
  #wereBusy = 0;
  #wereWaiting = 0;

  constructor({ world, group, place }: NodeContext, places: number, mttdlYears: number) {
    const labels = { node: group, place: world.places[place]!.name };
    const { recorder } = world;
    const counter = (metric: string) => recorder.counter(metric, labels);
    const level = (metric: string) => recorder.level(metric, labels);
    this.recorder = recorder;
    this.reads = counter('storage_reads');
    this.readBytes = counter('storage_read_bytes');
    this.degraded = counter('storage_degraded_reads');
    this.decoded = counter('storage_decoded_reads');
    this.unreadable = counter('storage_unreadable');
    this.readMs = recorder.histogram('storage_read', labels);
    this.deviceReadBytes = counter('storage_device_read_bytes');
    this.wastedBytes = counter('storage_wasted_bytes');
    this.writes = counter('storage_writes');
    this.failedWrites = counter('storage_failed_writes');
    this.writeMs = recorder.histogram('storage_write', labels);
    this.deviceWriteBytes = counter('storage_device_write_bytes');
    this.repairReadBytes = counter('storage_repair_read_bytes');
    this.repairBytes = counter('storage_repaired_bytes');
    this.repairMs = recorder.histogram('storage_repair', labels);
    this.missing = level('storage_missing_fragments');
    this.failedDisks = level('storage_failed_disks');
    this.hotObjects = level('storage_hot_objects');
    this.hotReads = counter('storage_hot_reads');
    this.copyBytes = counter('storage_copy_bytes');
    this.originRequests = counter('origin_requests');
    this.originBytes = counter('origin_bytes');
    this.#busy = level('storage_busy');
    this.#waiting = level('storage_waiting');
    recorder.changeLevel(level('storage_places'), places, 0);
    recorder.changeLevel(level('storage_groups'), 1, 0);
    recorder.changeLevel(level('storage_years_to_loss'), mttdlYears, 0);
  }

  measure({ busy, waiting }: Devices, nowMs: number): void {
    this.recorder.changeLevel(this.#busy, busy - this.#wereBusy, nowMs);
    this.recorder.changeLevel(this.#waiting, waiting - this.#wereWaiting, nowMs);
    this.#wereBusy = busy;
    this.#wereWaiting = waiting;
  }
}
