/**
 * People in one place who watch a live stream. How a player learns of new pieces: HLS reloads the
 * playlist once a segment; low-latency HLS asks for the next part before it is there and is answered
 * when it is; DASH knows from the clock.
 */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import type { World } from '../../node/world.ts';
import type { HttpTraffic } from '../http-traffic.ts';
import type { AbrRule } from './abr/rule.ts';
import type { Addresses } from './addresses.ts';
import { Fetches, type RetrySettings } from './fetches.ts';
import type { LiveEdge } from './live-edge.ts';
import type { Media } from './media.ts';
import { type Leaving, Patience } from './patience.ts';
import { type PlayerSettings, Players } from './players.ts';
import { SecondThoughts } from './second-thoughts.ts';
import type { VideoMeters } from './video-meters.ts';

/** The only title. */
const STREAM = 0;

/** How a player learns what there is. */
export type Discovery = 'reload' | 'ahead' | 'clock';

interface ViewersParts {
  readonly world: World;
  readonly http: HttpTraffic;
  readonly place: number;
  readonly devices: number;
  readonly media: Media;
  readonly addresses: Addresses;
  readonly edge: LiveEdge;
  readonly discovery: Discovery;
  readonly playlistBytes: number;
  readonly rule: AbrRule;
  readonly settings: PlayerSettings;
  readonly retry: RetrySettings;
  readonly meters: VideoMeters;
  /** When viewers leave, and by what chance; undefined: they do not. */
  readonly leaving: Leaving | undefined;
  readonly patience: Random;
}

export class LiveViewers {
  readonly #parts: ViewersParts;
  readonly #players: Players;
  readonly #fetches: Fetches;
  readonly #thoughts: SecondThoughts | undefined;
  readonly #patience: Patience | undefined;
  readonly #again: HandlerId;
  readonly #reload: HandlerId;
  /** By player: the newest piece that its playlist has, of which rendition that is, -1: none. */
  #known = new Int32Array(0);
  #knownLevel = new Int32Array(0);
  #hasStarted = new Uint8Array(0);
  /** By player: how many of its viewers have left before their time. */
  #left = new Int32Array(0);
  /** When in each segment a player reloads its playlist: the time at which it came, modulo a segment. */
  #phaseMs = new Float64Array(0);

  constructor(parts: ViewersParts) {
    this.#parts = parts;
    const { world, http, place, devices, retry, media, rule, settings, meters, edge } = parts;
    const { addresses } = parts;
    const readyAtMs = (object: number) =>
      addresses.isSegment(object) ? edge.readyAtMs(addresses.placeOf(object)) : 0;
    this.#fetches = new Fetches({ world, http, place, devices, retry, fetcher: this, readyAtMs });
    const log = {
      started: (player: number, afterMs: number) => {
        this.#hasStarted[player] = 1;
        meters.started(player, afterMs);
        this.#patience?.started(player);
      },
      watched: (player: number, ms: number) => meters.watched(player, ms),
      stalled: (player: number, ms: number) => {
        meters.stalled(player, ms);
        this.#patience?.stalled(player, ms);
      },
      loaded: (player: number, level: number, before: number, stallMs: number) => {
        meters.loaded(player, level, before, stallMs);
        if (this.#hasStarted[player] === 1) meters.live(this.#players.behindMs(player));
      },
    };
    const { simulator } = world;
    const { pieceMs: segmentMs } = media;
    this.#players = new Players({ simulator, rule, settings, segmentMs, host: this, log });
    // Who has left meanwhile wants nothing.
    this.#again = simulator.handler((player, left) => {
      if (this.#left[player] === left) this.wants(player);
    }, 'piece is there');
    this.#reload = simulator.handler((player, left) => {
      if (this.#left[player] === left) this.#askPlaylist(player);
    }, 'playlist reload');
    const [players, fetches, { leaving, patience: random }] = [this.#players, this.#fetches, parts];
    if (rule.abandons !== undefined && http.showsProgress) {
      const again = (player: number, level: number) => this.#askPieceIn(player, level);
      this.#thoughts = new SecondThoughts({ simulator, players, fetches, again });
    }
    if (leaving === undefined) return;
    const leave = (player: number) => this.#leave(player);
    this.#patience = new Patience({ simulator, random, leaving, players, segmentMs, leave });
  }

  began(device: number, call: number): void {
    this.#fetches.began(device, call);
  }

  /** A device tunes in, for so many pieces. */
  begin(device: number, pieces: number): void {
    const { world, meters, addresses, playlistBytes } = this.#parts;
    const { nowMs } = world.simulator;
    meters.asked();
    const player = this.#players.begin({ title: STREAM, segment: 0, segments: pieces }, nowMs);
    this.#fetches.assign(player, device);
    if (player >= this.#known.length) this.#grow(Math.max(64, 2 * player));
    this.#known[player] = -1;
    this.#knownLevel[player] = -1;
    this.#hasStarted[player] = 0;
    this.#patience?.begin(player);
    this.#phaseMs[player] = nowMs % this.#parts.media.segmentMs;
    this.#fetches.ask(player, addresses.main(STREAM), playlistBytes);
  }

  answered(device: number, object: number, hasFailed: boolean): void {
    this.#fetches.answered(device, object, hasFailed);
  }

  wants(player: number): void {
    const { edge, discovery, world, meters } = this.#parts;
    const { segment } = this.#players;
    const { nowMs } = world.simulator;
    if (edge.isGone(segment[player]!, nowMs)) {
      meters.jumped();
      this.#players.jump(player, edge.first(edge.newest(nowMs)));
    }
    const piece = segment[player]!;
    const waitMs = edge.readyAtMs(piece) - nowMs;
    if (discovery === 'reload' && piece > this.#known[player]!) this.#waitForReload(player);
    else if (discovery === 'clock' && waitMs > 0) {
      world.simulator.after(waitMs, this.#again, player, this.#left[player]);
    } else this.#askPiece(player);
  }

  got(player: number, object: number, bytes: number, tookMs: number): void {
    const { addresses, discovery, edge, world } = this.#parts;
    if (addresses.isSegment(object)) {
      this.#players.loaded(player, bytes, tookMs);
      return;
    }
    const version = addresses.versionOf(object);
    if (version >= 0) {
      const isFirst = this.#known[player]! < 0;
      this.#known[player] = version;
      if (isFirst) this.#players.jump(player, edge.first(version));
      this.wants(player);
    } else if (discovery === 'reload') this.#askPlaylist(player);
    else {
      this.#players.jump(player, edge.first(edge.newest(world.simulator.nowMs)));
      this.wants(player);
    }
  }

  failed(player: number): void {
    this.#parts.meters.broke(this.#hasStarted[player] === 1);
    this.ended(player);
    this.#players.release(player);
  }

  ended(player: number): void {
    this.#patience?.ended(player);
    this.#fetches.release(player);
  }

  /** A viewer has enough of waiting. */
  #leave(player: number): void {
    this.#parts.meters.left(this.#hasStarted[player] === 1);
    this.#left[player]! += 1;
    this.#fetches.callBack(player);
    this.ended(player);
    this.#players.release(player);
  }

  #askPiece(player: number): void {
    this.#askPieceIn(player, this.#players.choose(player));
  }

  #askPieceIn(player: number, level: number): void {
    const { addresses, media, discovery, playlistBytes } = this.#parts;
    this.#players.wanted[player] = level;
    // Each rendition has a playlist of its own.
    if (discovery === 'reload' && level !== this.#knownLevel[player]) {
      this.#askPlaylistOf(player, level);
      return;
    }
    const piece = this.#players.segment[player]!;
    if (discovery === 'ahead') {
      const playlist = addresses.playlist(STREAM, level, piece);
      this.#fetches.askBeside(player, playlist, playlistBytes);
    }
    const object = addresses.segment(STREAM, level, piece);
    this.#fetches.ask(player, object, media.bytesOf(STREAM, piece, level));
    this.#thoughts?.asked(player);
  }

  #waitForReload(player: number): void {
    const { world, media } = this.#parts;
    const { nowMs } = world.simulator;
    const sinceMs = (nowMs - this.#phaseMs[player]!) % media.segmentMs;
    world.simulator.after(media.segmentMs - sinceMs, this.#reload, player, this.#left[player]);
  }

  #askPlaylist(player: number): void {
    this.#askPlaylistOf(player, this.#players.choose(player));
  }

  /** The playlist as it is now. Before the stream begins there is nothing to ask for. */
  #askPlaylistOf(player: number, level: number): void {
    const { addresses, edge, world, playlistBytes } = this.#parts;
    const newest = edge.newest(world.simulator.nowMs);
    if (newest < 0) {
      this.#waitForReload(player);
      return;
    }
    this.#knownLevel[player] = level;
    this.#fetches.ask(player, addresses.playlist(STREAM, level, newest), playlistBytes);
  }

  #grow(players: number): void {
    this.#known = grown(this.#known, players + 1);
    this.#knownLevel = grown(this.#knownLevel, players + 1);
    this.#hasStarted = grown(this.#hasStarted, players + 1);
    this.#left = grown(this.#left, players + 1);
    this.#phaseMs = grown(this.#phaseMs, players + 1);
  }
}
