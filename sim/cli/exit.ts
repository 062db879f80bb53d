/** How the program ends. Numbers are part of its interface: scripts and CI rely on them. */
export const EXIT = {
  ok: 0,
  /** An assertion of a scenario failed, a chat broke a promise, a real server was outside of its band or died. */
  failed: 1,
  /** Wrong usage, an invalid scenario, a file that cannot be read or written. */
  usage: 2,
  /** A mistake of ours. */
  bug: 3,
  /** Stopped by Ctrl-C; 128 + SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** From the most to the least telling, when several files end differently. */
const BY_WEIGHT = [EXIT.bug, EXIT.interrupted, EXIT.usage, EXIT.failed, EXIT.ok] as const;

export const worst = (codes: readonly ExitCode[]): ExitCode =>
  BY_WEIGHT.find((code) => codes.includes(code)) ?? EXIT.ok;
