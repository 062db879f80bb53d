/** Ctrl-C: once stops and summarises, twice aborts. */
import { EXIT } from './exit.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  release(): void;
}

/** @param onFirst called when the run is asked to stop. */
export function onInterrupt(onFirst: () => void): Interrupt {
  const controller = new AbortController();
  const listen = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    onFirst();
  };
  for (const name of SIGNALS) process.on(name, listen);
  return {
    signal: controller.signal,
    release() {
      for (const name of SIGNALS) process.off(name, listen);
    },
  };
}
