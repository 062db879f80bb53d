import { readFileSync } from 'node:fs';

/** The most memory this process has had; Linux says it exactly, elsewhere the run-time does. */
export function peakKibibytes() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
