/** The contract of a timeline action: something that happens to the world at a time. */
import { inlinePartOf } from '../../part/reference.ts';
import type { World } from '../node/world.ts';
import type { Traffic } from '../traffic/traffic.ts';

export interface TimelineAction {
  /** One line for people, without time and name: `crash shield/0 for 90s`. */
  readonly text: string;
  /** How long it lasts, ms; undefined for what lasts until something else changes it. */
  readonly lastsMs?: number;
  /** What it works on: a later action with the same action and subject ends this one's phase. */
  readonly subject: string;
  /** Changes a plan before the run begins. */
  plan?(atMs: number): void;
  /** What happens at its time. */
  begin?(): void;
  /** What happens when it is over. */
  end?(): void;
}

export interface ActionContext {
  readonly world: World;
  readonly traffic: ReadonlyMap<string, Traffic>;
  /** @returns ids of the nodes that `edge`, `edge/0`, `edge@virginia`, `virginia` or `*` names. */
  instances(pattern: string): readonly number[];
}

export const timelineAction = inlinePartOf<TimelineAction, ActionContext>();
