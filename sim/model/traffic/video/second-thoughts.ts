/** Players that look at a segment on its way, and may call it back to have it in another rendition. */
import type { HandlerId, Simulator } from '../../../engine/simulator.ts';
import type { Loading } from './abr/rule.ts';
import type { Fetches } from './fetches.ts';
import type { Players } from './players.ts';

/** Nothing is given up earlier. Source: dash.js, minSegmentDownloadTimeThresholdInMs. */
const FIRST_LOOK_MS = 500;
/** dash.js looks whenever something has come; 100 ms is an assumption. */
const NEXT_LOOK_MS = 100;

interface SecondThoughtsParts {
  readonly simulator: Simulator;
  readonly players: Players;
  readonly fetches: Fetches;
  /** Asks for the same segment in another rendition. */
  again(player: number, level: number): void;
}

export class SecondThoughts {
  readonly #parts: SecondThoughtsParts;
  readonly #loading: Loading = { level: 0, elapsedMs: 0, bytes: 0, ofBytes: 0 };
  readonly #look: HandlerId;

  constructor(parts: SecondThoughtsParts) {
    this.#parts = parts;
    const look = (player: number, ask: number) => this.#lookAt(player, ask);
    this.#look = parts.simulator.handler(look, 'player looks at a download');
  }

  /** A player has asked for a segment. */
  asked(player: number): void {
    const { fetches, simulator } = this.#parts;
    simulator.after(FIRST_LOOK_MS, this.#look, player, fetches.asks[player]);
  }

  #lookAt(player: number, ask: number): void {
    const { again, fetches, players, simulator } = this.#parts;
    if (fetches.asks[player] !== ask || !fetches.isWaiting(player)) return;
    const level = this.#wish(player, players);
    if (level < 0) simulator.after(NEXT_LOOK_MS, this.#look, player, ask);
    else {
      fetches.callBack(player);
      again(player, level);
    }
  }

  /** @returns the rendition that is wanted instead; -1: none. */
  #wish(player: number, players: Players): number {
    const { fetches, simulator } = this.#parts;
    const progress = fetches.progress(player);
    if (progress === undefined) return -1;
    const loading = this.#loading;
    loading.elapsedMs = simulator.nowMs - progress.sinceMs;
    loading.bytes = progress.bytes;
    loading.ofBytes = progress.ofBytes;
    return loading.elapsedMs <= 0 ? -1 : players.abandons(player, loading);
  }
}
