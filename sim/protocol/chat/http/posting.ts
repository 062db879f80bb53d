/** Messages that leave by POST, one after the other; what is not answered is sent again. */
import { NOT_MODIFIED_BYTES } from '../../../model/wire/http.ts';
import type { Joining } from '../spoken-protocol.ts';
import { Asking } from './asking.ts';

const NO_CONTENT = 204;
/** Who has no answer after this sends again; an assumption. */
const SILENCE_MS = 45_000;

export class Posting {
  readonly #joining: Joining;
  readonly #person: number;
  readonly #asking: Asking;
  readonly #outbox: { serial: number; payload: Buffer }[] = [];
  #isBusy = false;
  #failures = 0;

  constructor(joining: Joining, person: number) {
    this.#joining = joining;
    this.#person = person;
    this.#asking = new Asking(joining, person);
  }

  send(serial: number, payload: Buffer): void {
    this.#outbox.push({ serial, payload });
    this.#next();
  }

  #next(): void {
    const first = this.#outbox[0];
    if (this.#isBusy || first === undefined) return;
    this.#isBusy = true;
    const request = this.#asking.ask('POST', `/send?user=${this.#person}`, {
      'Content-Type': 'application/json',
      'Content-Length': first.payload.length,
    });
    request.on('response', (response) => {
      response.resume();
      response.on('end', () => this.#answered(response.statusCode === NO_CONTENT));
      response.on('error', () => this.#answered(false));
    });
    request.setTimeout(SILENCE_MS, () => request.destroy());
    request.on('error', () => this.#answered(false));
    request.end(first.payload);
  }

  #answered(isTaken: boolean): void {
    if (!this.#isBusy) return;
    if (!isTaken) {
      this.#failures += 1;
      const { speaking, backOffMs } = this.#joining;
      speaking.kernel.after(backOffMs(this.#failures), () => this.#goOn());
      return;
    }
    this.#failures = 0;
    this.#joining.custody.release(this.#outbox.shift()!.serial);
    this.#joining.meters.confirmed(this.#person, NOT_MODIFIED_BYTES);
    this.#goOn();
  }

  #goOn(): void {
    this.#isBusy = false;
    this.#next();
  }
}
