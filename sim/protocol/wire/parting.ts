/** How the ends of a connection part, whatever it goes over. RFC 9293 §3.5, §3.6 */
import type { Intake } from './intake.ts';
import type { Leaving } from './socket.ts';

/** One end, and what it sends. */
interface End {
  readonly out: {
    abandon(): void;
    stop(): void;
    /** Of the other end. */
    readonly intake: Pick<Intake, 'deafen'>;
  };
  isGone: boolean;
}

interface Parting {
  /** The end that has gone sends a reset. */
  reset(): void;
  /** Both are gone. */
  over(): void;
}

/** The socket of one end is gone; with both, nothing is sent again or asked for. */
export function part(end: End, other: End, how: Leaving, { reset, over }: Parting): void {
  end.isGone = true;
  if (how === 'closed') end.out.abandon();
  else end.out.stop();
  if (how === 'silent') other.out.intake.deafen();
  else other.out.intake.deafen(reset);
  if (how === 'aborted') reset();
  if (!other.isGone) return;
  for (const { out } of [end, other]) out.stop();
  over();
}
