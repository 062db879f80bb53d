import { z } from 'zod';
import { duration, number } from '../../../../../part/units.ts';
import type { Stage } from '../stage.ts';
import { downLeg, type Topology, topology, upLeg } from './topology.ts';

interface McuSettings {
  readonly server: string;
  readonly holds: number;
  readonly decode: number;
  readonly encode: number;
  readonly mixes: 'one' | 'each';
}

/** Decodes all cameras, makes one picture of them and codes it again: once, or for each member. */
class Mcu implements Topology {
  readonly server: string;
  readonly holdsMs: number;
  readonly #settings: McuSettings;

  constructor(settings: McuSettings) {
    this.#settings = settings;
    this.server = settings.server;
    this.holdsMs = settings.holds;
  }

  plan(stage: Stage): void {
    const { size, here, camera } = stage;
    let best = 0;
    let cameras = 0;
    for (let member = 0; member < size; member += 1) {
      if (here[member] === 0 || camera[member] === 0) continue;
      best = Math.max(best, camera[member]!);
      cameras += 1;
    }
    for (let member = 0; member < size; member += 1) {
      if (here[member] === 1) sendAndGet(stage, member, best, cameras);
      else {
        stage.clear(upLeg(size, member));
        stage.clear(downLeg(size, member));
      }
    }
  }

  cores({ size, here, camera }: Stage): number {
    const { decode, encode, mixes } = this.#settings;
    let [members, cameras] = [0, 0];
    for (let member = 0; member < size; member += 1) {
      members += here[member]!;
      if (here[member] === 1 && camera[member]! > 0) cameras += 1;
    }
    if (cameras === 0) return 0;
    return cameras * decode + (mixes === 'one' ? 1 : members) * encode;
  }
}

/** @param best rate of the mixed picture. @param cameras in the meeting. */
function sendAndGet(stage: Stage, member: number, best: number, cameras: number): void {
  const { size, camera, speaks, video, wanted, shown } = stage;
  const [up, down] = [upLeg(size, member), downLeg(size, member)];
  video[up] = Math.min(camera[member]!, stage.fill(up, speaks[member]!));
  const left = stage.fill(down, Math.min(1, stage.voicesFor(member)));
  const others = cameras - (camera[member]! > 0 ? 1 : 0);
  video[down] = others === 0 ? 0 : Math.min(best, left);
  wanted[member] = others === 0 ? 0 : 1;
  shown[member] = video[down]! > 0 ? 1 : 0;
}

export const mcu = topology({
  name: 'mcu',
  summary: 'a server makes one picture and one sound of all, which every member gets',
  source: 'RFC 7667 §3.6 (mixer); reference/domain.md §4.4: n decodings, 50 to 150 ms',
  params: {
    server: z.string().describe('group of the servers that mix'),
    holds: duration()
      .prefault('100ms')
      .describe('time that decoding, mixing and coding take: 50 to 150 ms'),
    decode: number({ min: 0 })
      .prefault(0.1)
      .describe('cores that decoding one camera keeps busy; 0.1 for 720p is an assumption'),
    encode: number({ min: 0 })
      .prefault(0.8)
      .describe('cores that coding one picture keeps busy; 0.8 for 720p is an assumption'),
    mixes: z
      .enum(['one', 'each'])
      .default('one')
      .describe('pictures that are coded: one for all, or one for each member, without himself'),
  },
  main: 'server',
  make: (settings) => new Mcu(settings),
});
