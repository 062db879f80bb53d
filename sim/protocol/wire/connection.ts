/** A connection that is set up: two sockets and the ways between them, and all ways for it to end. */
import type { Kernel } from '../virtual/kernel.ts';
import type { Courses } from './courses.ts';
import { RECEIVE_BYTES, type Sink } from './intake.ts';
import { part } from './parting.ts';
import type { SendWindow } from './send-windows.ts';
import type { Leaving, VirtualSocket } from './socket.ts';
import { ACK, FIN, RST, type Segments, type Tap } from './tap.ts';
import { type Course, Way, type WayWatch } from './way.ts';

/** Bytes of a reset: IP and TCP without options. */
const RESET_BYTES = 40;
/** What libuv sets: so many probes that nobody answers, this far apart. Source: uv__tcp_keepalive. */
const PROBES = 10;
const PROBE_EVERY_MS = 1000;
const NOTHING = new Uint8Array(0);

export interface Joined {
  readonly kernel: Kernel;
  readonly number: number;
  readonly courses: Courses;
  /** What the first packet took on its way, and until its answer was there, ms. */
  readonly firstMs: number;
  readonly roundTripMs: number;
  /** What the end that has dialled takes in before it is read. */
  readonly receiveBytes: number;
  /** What each end may have in flight. */
  openWindow(): SendWindow;
  readonly caller: VirtualSocket;
  readonly callee: VirtualSocket;
  readonly tap: Tap | undefined;
  /** Payload comes to an end. */
  handed(isUp: boolean, bytes: Buffer): void;
  /** Both ends are gone. */
  over(): void;
}

/** A course that may stop to lead anywhere, for one connection alone. */
class Fragile implements Course {
  readonly #course: Course;
  isGone = false;

  constructor(course: Course) {
    this.#course = course;
  }

  passMs(bytes: number, packets: number): number {
    return this.isGone ? Number.POSITIVE_INFINITY : this.#course.passMs(bytes, packets);
  }
}

/** One end: its socket, what it sends and what it gets. */
interface Half {
  readonly isUp: boolean;
  readonly socket: VirtualSocket;
  readonly out: Way;
  readonly course: Course;
  isGone: boolean;
}

export class Connection {
  readonly #joined: Joined;
  readonly #there: Fragile;
  readonly #back: Fragile;
  readonly #windows: SendWindow[] = [];
  /** Lets the callee know; what comes before the last packet of the handshake says the same. RFC 9293 §3.5 */
  #accept = () => {};
  readonly caller: Half;
  readonly callee: Half;

  constructor(joined: Joined) {
    this.#joined = joined;
    const { courses, caller, callee } = joined;
    this.#there = new Fragile(courses.there);
    this.#back = new Fragile(courses.back);
    const heard: Sink = {
      get unreadBytes() {
        return callee.unreadBytes;
      },
      arrive: (bytes) => {
        this.#accept();
        callee.arrive(bytes);
      },
      finish: () => {
        this.#accept();
        callee.finish();
      },
    };
    this.caller = this.#half(true, caller, heard, this.#there, this.#back);
    this.callee = this.#half(false, callee, caller, this.#back, this.#there);
  }

  #half(isUp: boolean, socket: VirtualSocket, peer: Sink, course: Course, back: Course): Half {
    const { kernel, tap, handed, openWindow } = this.#joined;
    const window = openWindow();
    this.#windows.push(window);
    const watch: WayWatch = {
      handed: (bytes) => handed(isUp, bytes),
      failed: () => socket.fail(),
      ...(tap && {
        sent: (position: number, bytes: Buffer, isEnd: boolean, takesMs: number) => {
          const flags = isEnd ? FIN | ACK : ACK;
          this.#note(isUp, { flags, position, bytes, takesMs });
        },
        acknowledged: (afterMs: number, takesMs: number) => {
          this.#note(!isUp, { flags: ACK, takesMs, sentMs: kernel.nowMs + afterMs });
        },
      }),
    };
    const receiveBytes = isUp ? RECEIVE_BYTES : this.#joined.receiveBytes;
    const out = new Way(kernel, course, back, window, peer, watch, receiveBytes);
    return { isUp, socket, out, course, isGone: false };
  }

  /**
   * The caller knows of it, and the callee once that has come there.
   *
   * @param accept has the callee's end before anything else comes.
   */
  begin(accept: (socket: VirtualSocket) => void): void {
    const { kernel, firstMs, roundTripMs } = this.#joined;
    const { callee, caller } = this;
    for (const { out } of [callee, caller]) out.measured(roundTripMs);
    this.#accept = () => {
      this.#accept = () => {};
      if (!callee.socket.destroyed) accept(callee.socket);
      this.#connect(callee);
    };
    // It goes with the first bytes, and disturbs nobody.
    this.#note(true, { flags: ACK, takesMs: firstMs });
    kernel.after(firstMs, () => this.#accept());
    this.#connect(caller);
  }

  #connect(half: Half): void {
    half.socket.connected({
      way: half.out,
      reading: () => this.#other(half).out.reading(),
      gone: (how) => this.#leave(half, how),
    });
  }

  /** Something in between resets both ends. */
  reset(): void {
    for (const half of [this.caller, this.callee]) {
      if (!half.isGone) this.#resetBy(this.#other(half));
    }
  }

  /** Something in between forgets it: nothing gets through any more, and nobody is told. */
  vanish(): void {
    this.#there.isGone = true;
    this.#back.isGone = true;
    for (const half of [this.caller, this.callee]) this.#probe(half, 0);
  }

  #other(half: Half): Half {
    return half === this.caller ? this.callee : this.caller;
  }

  /** A socket is gone. */
  #leave(half: Half, how: Leaving): void {
    part(half, this.#other(half), how, {
      reset: () => this.#resetBy(half),
      over: () => {
        for (const window of this.#windows) window.close();
        this.#joined.over();
      },
    });
  }

  /** An end's host, or something that speaks for it, sends a reset. RFC 9293 §3.5.2 */
  #resetBy(half: Half): void {
    const takesMs = half.course.passMs(RESET_BYTES, 1);
    this.#note(half.isUp, { flags: RST | ACK, takesMs });
    const { socket } = this.#other(half);
    if (takesMs < Number.POSITIVE_INFINITY) {
      this.#joined.kernel.after(takesMs, () => {
        this.#accept();
        socket.reset();
      });
    }
  }

  /**
   * The next probe of an end that is kept alive, which nobody answers any more. Those that are answered change
   * nothing, and are not sent. RFC 9293 §3.8.4
   */
  #probe(half: Half, sent: number): void {
    const { kernel } = this.#joined;
    const { socket, out } = half;
    const { keepAliveMs, activeMs } = socket;
    if (keepAliveMs === undefined) return;
    // Those that were answered have come every so often.
    const dueMs = keepAliveMs - ((kernel.nowMs - activeMs) % keepAliveMs);
    kernel.after(sent > 0 ? PROBE_EVERY_MS : dueMs, () => {
      if (half.isGone) return;
      // Bytes on their way ask the same, and have timeouts of their own.
      if (out.isBusy || socket.activeMs > activeMs) this.#probe(half, 0);
      else if (sent === PROBES) socket.fail();
      else {
        const position = out.sentBytes - 1;
        this.#note(half.isUp, { flags: ACK, position, takesMs: half.course.passMs(0, 1) });
        this.#probe(half, sent + 1);
      }
    });
  }

  /** Tells the tap of something that an end sends now, of which it says only what is special. */
  #note(isUp: boolean, special: Pick<Segments, 'flags' | 'takesMs'> & Partial<Segments>): void {
    const { tap, number, kernel } = this.#joined;
    if (tap === undefined) return;
    const mine = isUp ? this.caller : this.callee;
    const { intake } = this.#other(mine).out;
    tap.segments({
      connection: number,
      isUp,
      sentMs: kernel.nowMs,
      position: mine.out.sentBytes,
      acknowledged: intake.receivedBytes,
      windowBytes: intake.windowBytes,
      beyond: intake.beyond,
      bytes: NOTHING,
      ...special,
    });
  }
}
