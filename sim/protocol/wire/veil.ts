/** What stands between one device's connection and the network. */
import type { Course } from './way.ts';

export type VeilState =
  | 'clear'
  /** Nothing takes time: what was set up before the run. */
  | 'instant'
  /** Nothing gets through: the device has no power, or no network. */
  | 'dark';

export class Veil {
  state: VeilState = 'clear';

  over(course: Course): Course {
    return {
      passMs: (bytes, packets) => {
        if (this.state === 'clear') return course.passMs(bytes, packets);
        return this.state === 'instant' ? 0 : Number.POSITIVE_INFINITY;
      },
    };
  }
}
