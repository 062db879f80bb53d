/** A server in a process of its own, from its start to its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { forgetGroup, keepGroup, killGroup } from './cleaning.ts';
import type { Invocation } from './software.ts';

/** A server that cannot be started, or has ended when it should not have: a fact of this machine. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
}

export interface Started {
  /** What messages call it, such as `nginx (edge/0)`. */
  readonly title: string;
  /** How to get it when it is not there. */
  readonly advice: string;
  readonly invocation: Invocation;
  readonly port: number;
  /** Called when it ends without having been told to. */
  died(error: ServerError): void;
}

/** Traffic Server takes two seconds on an idle machine; a machine may be busy. */
const START_MS = 20_000;
/** After that it is killed. */
const STOP_MS = 3000;
const POLL_MS = 20;
/** Of what it wrote last, which may say why it ended. */
const LOG_CHARACTERS = 2000;
const LOG_LINES = 5;
/** Debian has servers there, which the path of most users does not name. */
const FOLDERS = ['/usr/local/sbin', '/usr/sbin'];

/** The program and arguments that start it. */
export function wordsOf({ program, args, env = {} }: Invocation): [string, string[]] {
  const paths = FOLDERS.map((folder) => `${folder}/${program}`);
  const path = paths.find((each) => existsSync(each)) ?? program;
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return settings.length === 0 ? [path, [...args]] : ['env', [...settings, path, ...args]];
}

export class ServerProcess {
  readonly #started: Started;
  readonly #startMs: number;
  #child!: ChildProcess;
  #log = '';
  #hasEnded = false;
  #isWanted = true;
  #ended!: Promise<void>;

  constructor(started: Started, startMs = START_MS) {
    this.#started = started;
    this.#startMs = startMs;
  }

  /**
   * Starts it and waits until it takes connections, or somebody ends it.
   *
   * @throws ServerError when it does not.
   */
  async start(signal?: AbortSignal): Promise<void> {
    this.#spawn();
    const { title, port } = this.#started;
    const untilMs = performance.now() + this.#startMs;
    while (!(await answers(port))) {
      // A crash may come while it is starting.
      if (this.#hasEnded && !this.#isWanted) return;
      if (this.#hasEnded) throw this.#failure('ended before it took connections');
      if (signal?.aborted) return;
      if (performance.now() > untilMs) {
        await this.kill();
        const seconds = this.#startMs / 1000;
        throw new ServerError(
          `${title}: took no connection on 127.0.0.1:${port} in ${seconds} s, and was killed${this.#lastLines()}`,
        );
      }
      await pause(POLL_MS);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks it to end, and ends it when it does not. */
  async stop(stopMs = STOP_MS): Promise<void> {
    this.#isWanted = false;
    if (this.#child.pid === undefined) return;
    killGroup(this.#child.pid, 'SIGTERM');
    const timer = new AbortController();
    await Promise.race([
      this.#ended,
      pause(stopMs, undefined, { signal: timer.signal }).catch(() => {}),
    ]);
    timer.abort();
    await this.kill();
  }

  /** Ends it and all that it started, at once. */
  async kill(): Promise<void> {
    this.#isWanted = false;
    const { pid } = this.#child;
    if (pid === undefined) return;
    killGroup(pid, 'SIGKILL');
    await this.#ended;
    forgetGroup(pid);
  }

  #spawn(): void {
    const [program, args] = wordsOf(this.#started.invocation);
    const child = spawn(program, args, {
      // A group of its own: Ctrl-C in the terminal is for us, and we end it with all that it started.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    if (child.pid !== undefined) keepGroup(child.pid);
    const note = (text: Buffer) => {
      this.#log = (this.#log + String(text)).slice(-LOG_CHARACTERS);
    };
    child.stdout!.on('data', note);
    child.stderr!.on('data', note);
    this.#ended = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.#log = error.code === 'ENOENT' ? '' : error.message;
        this.#end(
          error.code === 'ENOENT'
            ? `is not installed: ${this.#started.advice}`
            : 'could not be started',
          resolve,
        );
      });
      child.once('exit', (code, killedBy) => {
        this.#end(`ended ${killedBy === null ? `with code ${code}` : `by ${killedBy}`}`, resolve);
      });
    });
  }

  #reason = '';

  #end(reason: string, resolve: () => void): void {
    this.#hasEnded = true;
    this.#reason = reason;
    resolve();
    if (this.#isWanted) this.#started.died(this.#failure(reason));
  }

  #failure(what: string): ServerError {
    const reason = this.#reason.startsWith('is not') ? this.#reason : what;
    return new ServerError(`${this.#started.title}: ${reason}${this.#lastLines()}`);
  }

  #lastLines(): string {
    const lines = this.#log.trim().split('\n').slice(-LOG_LINES);
    return lines.join('') === ''
      ? ''
      : `; it wrote last:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  }
}

/** Whether something takes connections there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
