/** When each thing on the timeline begins and ends, for labels `during` and for shading charts. */

import type { TimelineAction } from '../model/timeline/action.ts';
import type { Phase } from '../result/result.ts';
import type { Scenario, TimelineEntry } from './scenario.ts';

/** Makes an action only to ask what it is: it never touches the world it is not given. */
const describe = (entry: TimelineEntry): TimelineAction => entry.action.make({} as never);

/**
 * The timeline as phases, in order of time. What has no end of its own lasts until the same is
 * done to the same subject again, or to the end of the run.
 */
export function phasesOf(scenario: Scenario): Phase[] {
  const { durationMs } = scenario.run;
  const inOrder = [...scenario.timeline].sort((one, other) => one.atMs - other.atMs);
  return inOrder.map((entry, index) => {
    const action = describe(entry);
    const isSame = (later: TimelineEntry) =>
      later.action.name === entry.action.name && describe(later).subject === action.subject;
    const nextMs = inOrder.slice(index + 1).find(isSame)?.atMs ?? durationMs;
    const toMs = action.lastsMs === undefined ? nextMs : entry.atMs + action.lastsMs;
    return {
      name: entry.name,
      action: entry.action.name,
      fromMs: entry.atMs,
      toMs: Math.min(toMs, durationMs),
      text: action.text,
    };
  });
}
