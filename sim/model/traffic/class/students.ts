/** Who is in which class, and what each student is about. */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { Clients } from '../../node/clients.ts';

export class Students {
  /** Index into the traffic's clients, and the device there; students of a place have consecutive numbers. */
  place = new Int32Array(0);
  device = new Int32Array(0);
  /** 1 for those who have joined and for whom class is not over, 2 for those who watch it again, else 0. */
  isHere = new Uint8Array(0);
  /** The segment that is under way or comes next, and of a replay, when that began. */
  segment = new Int32Array(0);
  replayMs = new Float64Array(0);
  /** When a student's player looks for a segment, ms after it is there. */
  phaseMs = new Float64Array(0);
  count = 0;
  /** First student of each class, and after the last class the number of all. */
  readonly firstOfClass: number[] = [0];

  /**
   * @param size students of a class; classes are of one place, and the last of a place may be smaller.
   * @param attendance part of the devices that are in class.
   */
  constructor(clients: readonly Clients[], size: number, attendance: number, random: Random) {
    for (const [place, node] of clients.entries()) {
      let inClass = 0;
      for (let device = 0; device < node.devices; device += 1) {
        if (random.uniform() >= attendance) continue;
        if (inClass === size) {
          this.firstOfClass.push(this.count);
          inClass = 0;
        }
        this.#add(place, device);
        inClass += 1;
      }
      if (inClass > 0) this.firstOfClass.push(this.count);
    }
  }

  get classes(): number {
    return this.firstOfClass.length - 1;
  }

  #add(place: number, device: number): void {
    const student = this.count;
    if (student === this.place.length) {
      const slots = Math.max(256, 2 * student);
      this.place = grown(this.place, slots);
      this.device = grown(this.device, slots);
      this.isHere = grown(this.isHere, slots);
      this.segment = grown(this.segment, slots);
      this.replayMs = grown(this.replayMs, slots);
      this.phaseMs = grown(this.phaseMs, slots);
    }
    this.place[student] = place;
    this.device[student] = device;
    this.count += 1;
  }
}
