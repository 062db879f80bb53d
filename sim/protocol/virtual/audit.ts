/** Notices what escapes virtual time: real sockets, real timers, real look-ups. */
import { createHook } from 'node:async_hooks';

/** Types of `async_hooks` that nothing in a run may create, and what they are. */
const ESCAPES = new Map([
  ['TCPWRAP', 'a real TCP socket'],
  ['TCPCONNECTWRAP', 'a real TCP connection'],
  ['TCPSERVERWRAP', 'a real TCP server'],
  ['PIPEWRAP', 'a real pipe'],
  ['PIPECONNECTWRAP', 'a real pipe'],
  ['UDPWRAP', 'a real UDP socket'],
  ['UDPSENDWRAP', 'a real UDP socket'],
  ['GETADDRINFOREQWRAP', 'a real look-up of a name'],
  ['QUERYWRAP', 'a real look-up of a name'],
  ['Timeout', 'a real timer'],
  ['RANDOMBYTESREQUEST', 'random bytes of the system'],
  ['KEYPAIRGENREQUEST', 'a key made in another thread'],
  ['PROCESSWRAP', 'a process'],
  ['HASHREQUEST', 'a hash made in another thread'],
  ['PBKDF2REQUEST', 'a key made in another thread'],
  ['SCRYPTREQUEST', 'a key made in another thread'],
  ['HKDFREQUEST', 'a key made in another thread'],
  ['DERIVEBITSREQUEST', 'a key made in another thread'],
]);

/** Frames of a stack that say who it was: of files, but not of virtual time itself. */
const FRAME = /(?:\(|at )(?:file:\/\/)?\/(?!.*protocol\/virtual\/)/;
/** Node's own frames come first, and are many. */
const FRAMES = 50;

/** Who has created something: the first frame that is neither Node's nor ours. */
function culprit(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES;
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = stackTraceLimit;
  return frames.find((frame) => FRAME.test(frame))?.trim() ?? 'in Node';
}

interface Escape {
  times: number;
  readonly first: string;
}

export class Audit {
  readonly #found = new Map<string, Escape>();
  readonly #escaped: () => void;
  readonly #hook = createHook({
    init: (_id, type) => {
      if (ESCAPES.has(type)) this.#note(type);
    },
  });

  /** @param escaped told each time, at once: what is real may never come to an end. */
  constructor(escaped: () => void = () => {}) {
    this.#escaped = escaped;
  }

  begin(): void {
    this.#hook.enable();
  }

  /** @returns what has escaped, in words; empty when nothing has. */
  end(): string[] {
    this.#hook.disable();
    return [...this.#found].map(
      ([type, { times, first }]) => `${ESCAPES.get(type)!} (${type}, ${times} times; ${first})`,
    );
  }

  #note(type: string): void {
    const known = this.#found.get(type);
    if (known === undefined) this.#found.set(type, { times: 1, first: culprit() });
    else known.times += 1;
    this.#escaped();
  }
}
