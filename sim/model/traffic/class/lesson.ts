/** The objects of classes: a page to join, the teacher's segments, and slides. */
import type { Random } from '../../../engine/random.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { changing, NO_STORE, Sections } from '../audience/sections.ts';

export interface LessonParams {
  readonly lasts: number;
  readonly segment: number;
  readonly video: number;
  readonly slides: number;
  readonly slide: { make(): Distribution };
  readonly join: number;
}

const BITS = 8;
const MS_PER_SECOND = 1000;
const HOUR_MS = 3600e3;

export class Lesson {
  readonly sections: Sections;
  readonly segments: number;
  readonly slidesOfEach: number;
  readonly #firstSegment: number;
  readonly #firstSlide: number;

  constructor(name: string, classes: number, params: LessonParams, random: Random) {
    const { lasts, segment, video, slides, join } = params;
    this.segments = Math.ceil(lasts / segment);
    this.slidesOfEach = slides > 0 ? Math.ceil(lasts / slides) : 0;
    const segmentBytes = Math.max(1, Math.round((video / BITS) * (segment / MS_PER_SECOND)));
    const shape = params.slide.make();
    const slideSizes = Float64Array.from({ length: classes * this.slidesOfEach }, () =>
      Math.max(1, Math.round(shape.sample(random))),
    );
    const hour = changing(HOUR_MS, 0, Number.POSITIVE_INFINITY);
    this.sections = new Sections(name, [
      { name: 'join', sizes: new Float64Array(1).fill(Math.max(1, join)), life: NO_STORE },
      {
        name: 'segments',
        sizes: new Float64Array(classes * this.segments).fill(segmentBytes),
        life: hour,
      },
      { name: 'slides', sizes: slideSizes, life: hour },
    ]);
    this.#firstSegment = this.sections.first('segments');
    this.#firstSlide = this.sections.first('slides');
  }

  get join(): number {
    return 0;
  }

  segmentOf(room: number, segment: number): number {
    return this.#firstSegment + room * this.segments + segment;
  }

  slideOf(room: number, slide: number): number {
    return this.#firstSlide + room * this.slidesOfEach + slide;
  }
}
