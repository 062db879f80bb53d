/** What tests need that run a scenario by real servers and look at it beside what was said of it. */
import { chmodSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Reality, RealityRow } from '../../sim/index.ts';
import { workshop } from '../cli/cli.ts';
import { leftIn, processesOf, start } from './machine.ts';

export const row = (reality: Reality, figure: string): RealityRow => {
  const found = reality.rows.find((one) => one.figure === figure);
  if (found === undefined) throw new Error(`${figure}: ${JSON.stringify(reality)}`);
  return found;
};

/** A busy machine makes things late, and nothing makes them early: what one run in real time does not show, another may. */
export const ONCE_OF_FOUR = { retry: 3, timeout: 60_000 };

/** A folder in which all of it happens. */
export function ground() {
  const shop = workshop();
  // Servers that root starts go on as users of their own.
  chmodSync(shop.folder, 0o711);

  async function compared(name: string, text: string): Promise<Reality> {
    shop.write(name, text);
    const { stdout, stderr } = await start(['live', name, '--compare', '--json'], shop.folder)
      .ended;
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Reality;
  }

  /** Nothing of the run is left. */
  async function expectNothingLeft(): Promise<void> {
    expect(leftIn(shop.folder)).toEqual([]);
    // A killed process is there until its parent has heard of it.
    for (let left = 50; left > 0 && processesOf(shop.folder).length > 0; left -= 1) await pause(20);
    expect(processesOf(shop.folder)).toEqual([]);
  }

  return { shop, compared, expectNothingLeft };
}
