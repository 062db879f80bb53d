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
]);

export class Audit {
  readonly #found = new Map<string, number>();
  readonly #hook = createHook({
    init: (_id, type) => {
      if (ESCAPES.has(type)) this.#found.set(type, (this.#found.get(type) ?? 0) + 1);
    },
  });

  begin(): void {
    this.#hook.enable();
  }

  /** @returns what has escaped, in words; empty when nothing has. */
  end(): string[] {
    this.#hook.disable();
    return [...this.#found].map(
      ([type, times]) => `${ESCAPES.get(type)!} (${type}, ${times} times)`,
    );
  }
}
