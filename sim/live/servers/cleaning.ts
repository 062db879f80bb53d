/** What must not outlive this process, however it ends: other processes, and folders. */
import { rmSync } from 'node:fs';

const groups = new Set<number>();
const folders = new Set<string>();
let isWatching = false;

/** Nothing asynchronous happens any more when a process exits. */
function cleanUp(): void {
  for (const group of groups) killGroup(group, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', cleanUp);
}

/** A process with all that it started. @returns whether there was one. */
export function killGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

/** @param group number of a process that leads a group of its own. */
export function keepGroup(group: number): void {
  watch();
  groups.add(group);
}

export const forgetGroup = (group: number): boolean => groups.delete(group);

export function keepFolder(folder: string): void {
  watch();
  folders.add(folder);
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
}
