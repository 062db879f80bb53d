/** The contract of a disk: what it takes to read an object that lies on it. */
import { type Part, partOf } from '../../../part/part.ts';
import { bitRate, count, duration } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';

export interface Disk {
  /** From the beginning of a read to its first byte, ms. */
  readonly seek: Distribution;
  /** What all reads share, bits per second. */
  readonly throughput: number;
  /** Reads under way at the same time; others wait for their turn. */
  readonly reads: number;
}

const plain = partOf<Disk>();

/** What tells one disk from another: defaults in a scenario's own notation. */
interface DiskFacts {
  readonly name: string;
  readonly summary: string;
  readonly source: string;
  readonly seek: string | object;
  readonly throughput: string;
  readonly reads: number;
}

export const disk = ({ seek, throughput, reads, ...facts }: DiskFacts): Part<Disk> =>
  plain({
    ...facts,
    params: {
      seek: varying(duration)
        .prefault(seek)
        .describe('from the beginning of a read to its first byte'),
      throughput: bitRate().prefault(throughput).describe('bytes a second, shared by all reads'),
      reads: count({ min: 1 }).prefault(reads).describe('reads at the same time; others wait'),
    },
    make: (given) => ({ ...given, seek: given.seek.make() }),
  });
