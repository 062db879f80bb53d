/**
 * What has become of each message for each device that is to show it: it waits with its sender or between mailboxes, is
 * kept for the device, was shown, has expired, bounced or was refused. Nothing is lost and nothing counts twice.
 */
/** Layout of a device’s record of 32 bytes. */
const SENT = 0;
const WAITING = 1;
const KEPT = 2;
const SHOWN = 3;
const EXPIRED = 4;
const REFUSED = 5;
const BOUNCED = 6;
const LOST = 7;
const RECORD = 8;

export class Balance {
  readonly #records: Int32Array;
  #open = 0;

  constructor(devices: number) {
    this.#records = new Int32Array(RECORD * devices);
  }

  send(device: number): void {
    this.#records[(device << 3) + SENT]! += 1;
    this.#records[(device << 3) + WAITING]! += 1;
    this.#open += 1;
  }

  keep(device: number): void {
    this.#records[(device << 3) + WAITING]! -= 1;
    this.#records[(device << 3) + KEPT]! += 1;
  }

  show(device: number): void {
    this.#records[(device << 3) + KEPT]! -= 1;
    this.#records[(device << 3) + SHOWN]! += 1;
    this.#open -= 1;
  }

  expire(device: number): void {
    this.#records[(device << 3) + KEPT]! -= 1;
    this.#records[(device << 3) + EXPIRED]! += 1;
    this.#open -= 1;
  }

  /** Nobody has it any more, and nobody knows: it stays open. */
  lose(device: number): void {
    this.#records[(device << 3) + KEPT]! -= 1;
    this.#records[(device << 3) + LOST]! += 1;
  }

  refuse(device: number): void {
    this.#records[(device << 3) + WAITING]! -= 1;
    this.#records[(device << 3) + REFUSED]! += 1;
    this.#open -= 1;
  }

  bounce(device: number): void {
    this.#records[(device << 3) + WAITING]! -= 1;
    this.#records[(device << 3) + BOUNCED]! += 1;
    this.#open -= 1;
  }

  /** What has become of the messages for a device. */
  of(device: number) {
    const at = (what: number) => this.#records[RECORD * device + what]!;
    return {
      sent: at(SENT),
      waiting: at(WAITING),
      kept: at(KEPT),
      shown: at(SHOWN),
      expired: at(EXPIRED),
      refused: at(REFUSED),
      bounced: at(BOUNCED),
      lost: at(LOST),
    };
  }

  /** Messages for devices that have not come to an end. */
  get open(): number {
    return this.#open;
  }

  /** @throws Error for a device whose messages do not add up: our bug. */
  check(): void {
    for (let device = 0; RECORD * device < this.#records.length; device += 1) {
      const { sent, waiting, kept, shown, expired, refused, bounced, lost } = this.of(device);
      const ended = shown + expired + refused + bounced + lost;
      if (waiting < 0 || kept < 0 || waiting + kept + ended !== sent) {
        const found = `${waiting} waiting + ${kept} kept + ${shown} shown + ${expired} expired + ${refused} refused + ${bounced} bounced + ${lost} lost`;
        throw new Error(`messages for device ${device}: ${found}, but ${sent} were sent`);
      }
    }
  }
}
