import { metastable } from '../../result/metastable.ts';
import { formatSpan, formatValue } from '../format.ts';
import type { Section } from './layout.ts';

/** Failures that outlive what set them off. */
export const metastableSection: Section = (result, { style }) =>
  metastable(result).map(
    ({ traffic, trigger, watchedMs, beforeRatio, afterRatio, amplification }) => {
      const [before, after] = [formatValue(beforeRatio, 'ratio'), formatValue(afterRatio, 'ratio')];
      const attempts =
        amplification === undefined
          ? ''
          : `; ${formatValue(amplification, 'count')} attempts a request in the mean`;
      const what = `${traffic} does not recover: ${after} answered in time ${formatSpan(watchedMs)} after`;
      return style.red(`metastable: ${what} “${trigger}” has ended, ${before} before${attempts}`);
    },
  );
