import type { CompareSection } from './section.ts';

/** How to read what is above, where it does not say so itself. */
export const notesSection: CompareSection = ({ pairs, isSameRun, figures }, { style }) => {
  const isOpen = figures.some(({ contrast }) => contrast === 'inconclusive');
  const notes = [
    ...(isSameRun ? ['the two ran alike, event for event'] : []),
    ...(pairs === 1 && !isSameRun
      ? ['one replication gives no interval, so chance is not ruled out: add --replications 10']
      : []),
    ...(pairs >= 2 && isOpen
      ? [`inconclusive: ${pairs} replications are too few to tell; more may settle it`]
      : []),
  ];
  return notes.map(style.yellow);
};
