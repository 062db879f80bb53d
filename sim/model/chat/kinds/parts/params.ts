/** What parameters of several kinds have in common. */
import { bytes, duration, ratio } from '../../../../part/units.ts';
import { varying } from '../../../distribution/distribution.ts';

export const shareOfSaid = () =>
  ratio().describe('weight among all that people say; weights need not add up to 100 %');

/** @param is what its messages carry beside the envelope. */
export const envelope = (is: string, fallback: string) =>
  varying(bytes, fallback).describe(`bytes of the message with its envelope: ${is} (assumption)`);

export const openedShare = (fallback: string, what: string) =>
  ratio().prefault(fallback).describe(`of those who see the message, who ${what} (assumption)`);

export const openedAfter = (fallback: string) =>
  varying(duration)
    .prefault({ exponential: fallback })
    .describe('between seeing the message and asking for it (assumption)');
