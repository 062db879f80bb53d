/** What a scenario may say of a storage node. */
import { z } from 'zod';
import type { Choice } from '../../../part/choice.ts';
import { choiceOf } from '../../../part/choice.ts';
import { bitRate, bytes, count, duration, ratio } from '../../../part/units.ts';
import type { Disk } from '../disk/disk.ts';
import { disks } from '../disk/index.ts';
import { type HotSettings, hotParams } from './hot-objects.ts';
import { ABANDONS, type Abandons } from './operations.ts';
import { redundancies } from './redundancy/index.ts';
import { READ_ORDERS, type ReadOrder, type Redundancy } from './redundancy/redundancy.ts';
import { type RepairSettings, repairParams } from './repair.ts';
import { type WriteSettings, writeParams } from './writes.ts';

/** Disks of one storage: each is a queue in memory. */
const MOST_DISKS = 4096;

export interface StorageSettings {
  readonly disks: number;
  readonly disk: Choice<Disk>;
  readonly redundancy: Choice<Redundancy>;
  readonly data: number;
  readonly groups: number;
  readonly order: ReadOrder | undefined;
  readonly extra: number;
  readonly abandon: Abandons;
  readonly decode: number;
  readonly repair: RepairSettings;
  readonly writes: WriteSettings | undefined;
  readonly hot: HotSettings | undefined;
  readonly durability: { readonly afr: number; readonly repair?: number | undefined };
}

export const storageParams = {
  disks: count({ min: 1, max: MOST_DISKS })
    .prefault(12)
    .describe('disks over which objects are spread, each in a server of its own (assumption)'),
  disk: choiceOf(disks, 'hdd').describe('what they are'),
  redundancy: choiceOf(redundancies, 'replication').describe('how objects outlive disks'),
  data: bytes({ above: 0 })
    .prefault('1TB')
    .describe('bytes of all objects, before redundancy: what a repair has to do (assumption)'),
  groups: count({ min: 1, max: 65_536 })
    .prefault(128)
    .describe('placement groups: objects of one lie on the same disks; Ceph advises 100 a disk'),
  order: z
    .enum(READ_ORDERS)
    .optional()
    .describe(
      'which fragments are read: the first (those that need no decoding), any, or those of the least busy disks; default: any copy, the first fragments',
    ),
  extra: count({ max: 63 })
    .prefault(0)
    .describe('fragments asked beyond those needed; the first to come are taken'),
  abandon: z
    .enum(ABANDONS)
    .default('waiting')
    .describe('reads that are needed no more: those that wait are dropped, or all, or nothing'),
  decode: bitRate()
    .prefault('1GB/s')
    .describe('bytes decoded a second; ISA-L does several GB/s on one core (assumption)'),
  repair: repairParams.prefault({}).describe('what follows when a disk is lost'),
  writes: writeParams.optional().describe('objects that come in; default: none'),
  hot: hotParams.optional().describe('objects that get more copies when they are popular'),
  durability: z
    .strictObject({
      afr: ratio({ above: 0, max: 0.99 })
        .prefault('1.57%')
        .describe('disks that fail in a year; 1.57 % in 2024: Backblaze Drive Stats'),
      repair: duration({ above: 0 })
        .optional()
        .describe('until a fragment is rebuilt; default: what `repair` needs for a whole disk'),
    })
    .prefault({})
    .describe('for the mean time until data is lost, a calculation beside the simulation'),
};
