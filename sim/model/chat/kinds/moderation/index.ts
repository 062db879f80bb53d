import { partOf, registry } from '../../../../part/part.ts';
import { count, duration, ratio } from '../../../../part/units.ts';
import { type Distribution, varying } from '../../../distribution/distribution.ts';

/** What looks at messages before others see them. */
export interface Moderation {
  /** Messages looked at at the same time; others wait in order. */
  readonly workers: number;
  readonly textMs: Distribution;
  readonly mediaMs: Distribution;
  /** Share that nobody gets to see. */
  readonly rejected: number;
  /** Those that people look at, too, by so many at the same time, and for how long. */
  readonly review?:
    | {
        readonly share: number;
        readonly people: number;
        readonly takesMs: Distribution;
        readonly rejected: number;
      }
    | undefined;
}

const moderation = partOf<Moderation>();

const common = {
  workers: count({ min: 1 })
    .prefault(64)
    .describe('messages looked at at the same time (assumption)'),
  text: varying(duration)
    .prefault({ lognormal: { median: '30ms', p99: '200ms' } })
    .describe('how long a text takes (assumption)'),
  media: varying(duration)
    .prefault({ lognormal: { median: '300ms', p99: '2s' } })
    .describe('how long a picture, film, voice note or file takes (assumption)'),
  rejected: ratio().prefault('0.2%').describe('messages that nobody gets to see (assumption)'),
};

const machine = moderation({
  name: 'machine',
  summary: 'has programs look at texts and media before others get them',
  source: 'an M/G/c station before fan-out; times and shares are assumptions',
  params: common,
  make: ({ workers, text, media, rejected }) => ({
    workers,
    textMs: text.make(),
    mediaMs: media.make(),
    rejected,
  }),
});

const people = moderation({
  name: 'people',
  summary: 'has programs look at texts and media, and people at what these are in doubt about',
  source: 'two stations in a row; times and shares are assumptions',
  params: {
    ...common,
    doubtful: ratio().prefault('1%').describe('messages that people look at (assumption)'),
    reviewers: count({ min: 1 }).prefault(10).describe('people who look, one message each'),
    review: varying(duration)
      .prefault({ exponential: '15s' })
      .describe('how long one of them takes (assumption)'),
    'review-rejected': ratio()
      .prefault('30%')
      .describe('of what people look at, what nobody gets to see (assumption)'),
  },
  make: ({
    workers,
    text,
    media,
    rejected,
    doubtful,
    reviewers,
    review,
    'review-rejected': refused,
  }) => ({
    workers,
    textMs: text.make(),
    mediaMs: media.make(),
    rejected,
    review: { share: doubtful, people: reviewers, takesMs: review.make(), rejected: refused },
  }),
});

export const moderations = registry('moderation', [machine, people]);
