/** People in one place who watch titles on demand, each on a device of its own. */
import { grown } from '../../../engine/grown.ts';
import type { Random } from '../../../engine/random.ts';
import type { World } from '../../node/world.ts';
import type { HttpTraffic } from '../http-traffic.ts';
import type { AbrRule } from './abr/rule.ts';
import type { Addresses } from './addresses.ts';
import { Fetches, type RetrySettings } from './fetches.ts';
import type { Media } from './media.ts';
import { type Leaving, Patience } from './patience.ts';
import { NOBODY, type PlayerSettings, Players } from './players.ts';
import { SecondThoughts } from './second-thoughts.ts';
import type { VideoMeters } from './video-meters.ts';

/** Which playlists come before the segments. */
export type Format = 'hls' | 'dash' | 'bare';

interface ViewersParts {
  readonly world: World;
  readonly http: HttpTraffic;
  readonly place: number;
  readonly devices: number;
  readonly media: Media;
  readonly addresses: Addresses;
  readonly format: Format;
  readonly playlistBytes: number;
  readonly rule: AbrRule;
  readonly settings: PlayerSettings;
  readonly retry: RetrySettings;
  readonly meters: VideoMeters;
  readonly random: Random;
  /** When viewers leave, and by what chance; undefined: they do not. */
  readonly leaving: Leaving | undefined;
  readonly patience: Random;
  /** What somebody came for is over. */
  done(user: number): void;
}

export class VodViewers {
  readonly #parts: ViewersParts;
  readonly #players: Players;
  readonly #fetches: Fetches;
  readonly #thoughts: SecondThoughts | undefined;
  readonly #patience: Patience | undefined;
  /** By player: renditions whose playlist it has, as bits; 1 once there is a picture. */
  #known = new Int32Array(0);
  #hasStarted = new Uint8Array(0);
  #user = new Int32Array(0);

  constructor(parts: ViewersParts) {
    this.#parts = parts;
    const { world, http, place, devices, retry, media, rule, settings, meters } = parts;
    this.#fetches = new Fetches({ world, http, place, devices, retry, fetcher: this });
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
      loaded: (player: number, level: number, before: number, stallMs: number) =>
        meters.loaded(player, level, before, stallMs),
    };
    const { simulator } = world;
    const { pieceMs: segmentMs } = media;
    this.#players = new Players({ simulator, rule, settings, segmentMs, host: this, log });
    const [players, fetches, { leaving, patience: random }] = [this.#players, this.#fetches, parts];
    if (rule.abandons !== undefined && http.showsProgress) {
      const again = (player: number, level: number) => this.#ask(player, level);
      this.#thoughts = new SecondThoughts({ simulator, players, fetches, again });
    }
    if (leaving === undefined) return;
    const leave = (player: number) => this.#leave(player);
    this.#patience = new Patience({ simulator, random, leaving, players, segmentMs, leave });
  }

  began(device: number, call: number): void {
    this.#fetches.began(device, call);
  }

  /** Somebody wants to watch the first `segments` segments of a title. @returns whether there was a device. */
  begin(title: number, segments: number, user: number): boolean {
    const { meters, world, format } = this.#parts;
    const device = this.#freeDevice();
    if (device === NOBODY) {
      meters.blocked();
      return false;
    }
    meters.asked();
    const player = this.#players.begin({ title, segment: 0, segments }, world.simulator.nowMs);
    this.#fetches.assign(player, device);
    if (player >= this.#known.length) this.#grow(Math.max(64, 2 * player));
    this.#known[player] = 0;
    this.#hasStarted[player] = 0;
    this.#user[player] = user;
    this.#patience?.begin(player);
    if (format === 'bare') this.wants(player);
    else this.#fetches.ask(player, this.#parts.addresses.main(title), this.#parts.playlistBytes);
    return true;
  }

  answered(device: number, object: number, hasFailed: boolean): void {
    this.#fetches.answered(device, object, hasFailed);
  }

  wants(player: number): void {
    this.#ask(player, this.#players.choose(player));
  }

  #ask(player: number, level: number): void {
    this.#players.wanted[player] = level;
    const needsPlaylist =
      this.#parts.format === 'hls' && (this.#known[player]! & (1 << level)) === 0;
    if (needsPlaylist) {
      const { addresses, playlistBytes } = this.#parts;
      const title = this.#players.title[player]!;
      this.#fetches.ask(player, addresses.playlist(title, level), playlistBytes);
    } else this.#askSegment(player);
  }

  got(player: number, object: number, bytes: number, tookMs: number): void {
    const { addresses } = this.#parts;
    if (addresses.isSegment(object)) this.#players.loaded(player, bytes, tookMs);
    else if (addresses.versionOf(object) < 0) this.wants(player);
    else {
      this.#known[player]! |= 1 << this.#players.wanted[player]!;
      this.#askSegment(player);
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
    this.#parts.done(this.#user[player]!);
  }

  /** A viewer has enough of waiting. */
  #leave(player: number): void {
    this.#parts.meters.left(this.#hasStarted[player] === 1);
    this.#fetches.callBack(player);
    this.ended(player);
    this.#players.release(player);
  }

  #askSegment(player: number): void {
    const { addresses, media } = this.#parts;
    const { title, segment, wanted } = this.#players;
    const [of, at, level] = [title[player]!, segment[player]!, wanted[player]!];
    this.#fetches.ask(player, addresses.segment(of, level, at), media.bytesOf(of, at, level));
    this.#thoughts?.asked(player);
  }

  /** A device at random, or the first behind it that plays nothing. */
  #freeDevice(): number {
    const { devices, random } = this.#parts;
    if (this.#players.count === devices) return NOBODY;
    let device = random.below(devices);
    while (this.#fetches.isBusy(device)) device = (device + 1) % devices;
    return device;
  }

  #grow(players: number): void {
    this.#known = grown(this.#known, players + 1);
    this.#hasStarted = grown(this.#hasStarted, players + 1);
    this.#user = grown(this.#user, players + 1);
  }
}
