/** A checked scenario: every name resolved to a part, every quantity in its base unit. */

import type { PriceSettings } from '../model/cost/settings.ts';
import type { LinkSettings, NetworkChoices } from '../model/net/network.ts';
import type { Place } from '../model/net/place.ts';
import type { Node, NodeContext } from '../model/node/node.ts';
import type { ActionContext, TimelineAction } from '../model/timeline/action.ts';
import type { Traffic, TrafficContext } from '../model/traffic/traffic.ts';
import type { Choice } from '../part/choice.ts';
import type { Assertion } from './assertion.ts';
import type { Goal } from './goal.ts';
import type { SourceMap } from './source.ts';

export interface Scenario {
  readonly title: string;
  readonly run: RunSettings;
  readonly places: readonly Place[];
  readonly nodes: readonly NodeGroup[];
  readonly network: NetworkChoices;
  readonly links: readonly LinkEntry[];
  readonly traffic: readonly TrafficEntry[];
  readonly timeline: readonly TimelineEntry[];
  /** What it costs, when anybody asks. */
  readonly price?: PriceSettings;
  readonly assertions: readonly Assertion[];
  /** Texts of the files that parts read, by the names that stand in the scenario. */
  readonly files: ReadonlyMap<string, string>;
  /** Where each path of the scenario stands in its file. */
  readonly source: SourceMap;
}

export interface RunSettings {
  readonly seed: string;
  /** Infinity: until every trace has ended. */
  readonly durationMs: number;
  readonly warmupMs: number;
  /** With `until` the most there may be. */
  readonly replications: number;
  readonly until?: Until;
  readonly fidelity: Fidelity;
}

/** Whether everything is computed, or real libraries speak over the simulated network. */
export type Fidelity = 'model' | 'protocol' | 'live';

/** Ends a run once it knows enough. */
export interface Until extends Goal {
  /** Replications before the first look, 2 or more. */
  readonly min: number;
}

export interface NodeGroup {
  readonly name: string;
  /** Places with an instance, as indices into `Scenario.places`; one entry a place. */
  readonly at: readonly number[];
  /** Instances in each place; for clients, devices in each place. */
  readonly count: number;
  /** Whether its nodes stand at the radio sites of their places, `count` at each. */
  readonly isAtSites: boolean;
  readonly kind: Choice<Node, NodeContext>;
}

/** `edge -> shield`: group names. */
export interface LinkEntry {
  readonly from: string;
  readonly to: string;
  readonly settings: LinkSettings;
}

export interface TrafficEntry {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Groups and their parts of the load, when `to` names several. */
  readonly shares?: Readonly<Record<string, number>> | undefined;
  readonly kind: Choice<Traffic, TrafficContext>;
}

export interface TimelineEntry {
  readonly atMs: number;
  readonly name: string;
  readonly action: Choice<TimelineAction, ActionContext>;
}
