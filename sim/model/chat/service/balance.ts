/**
 * What has become of each message for each device that is to show it: it waits with its sender or between mailboxes, is
 * kept for the device, was shown, has expired, was refused, or withdrawn since its person left. Nothing is lost and nothing counts twice.
 */
export class Balance {
  /** By device. */
  readonly sent: Int32Array;
  readonly waiting: Int32Array;
  readonly kept: Int32Array;
  readonly shown: Int32Array;
  readonly expired: Int32Array;
  readonly refused: Int32Array;
  readonly withdrawn: Int32Array;
  #open = 0;

  constructor(devices: number) {
    this.sent = new Int32Array(devices);
    this.waiting = new Int32Array(devices);
    this.kept = new Int32Array(devices);
    this.shown = new Int32Array(devices);
    this.expired = new Int32Array(devices);
    this.refused = new Int32Array(devices);
    this.withdrawn = new Int32Array(devices);
  }

  send(device: number): void {
    this.sent[device]! += 1;
    this.waiting[device]! += 1;
    this.#open += 1;
  }

  keep(device: number): void {
    this.waiting[device]! -= 1;
    this.kept[device]! += 1;
  }

  show(device: number): void {
    this.kept[device]! -= 1;
    this.shown[device]! += 1;
    this.#open -= 1;
  }

  expire(device: number): void {
    this.kept[device]! -= 1;
    this.expired[device]! += 1;
    this.#open -= 1;
  }

  refuse(device: number): void {
    this.waiting[device]! -= 1;
    this.refused[device]! += 1;
    this.#open -= 1;
  }

  /** Its person leaves a room: so many messages that waited, and that were kept, are not for the device any more. */
  withdraw(device: number, waiting: number, kept: number): void {
    this.waiting[device]! -= waiting;
    this.kept[device]! -= kept;
    this.withdrawn[device]! += waiting + kept;
    this.#open -= waiting + kept;
  }

  /** Messages for devices that have not come to an end. */
  get open(): number {
    return this.#open;
  }

  /** @throws Error for a device whose messages do not add up: our bug. */
  check(): void {
    for (let device = 0; device < this.sent.length; device += 1) {
      const [sent, waiting, kept] = [this.sent[device]!, this.waiting[device]!, this.kept[device]!];
      const [shown, expired] = [this.shown[device]!, this.expired[device]!];
      const [refused, withdrawn] = [this.refused[device]!, this.withdrawn[device]!];
      const ended = shown + expired + refused + withdrawn;
      if (waiting < 0 || kept < 0 || waiting + kept + ended !== sent) {
        const found = `${waiting} waiting + ${kept} kept + ${shown} shown + ${expired} expired + ${refused} refused + ${withdrawn} withdrawn`;
        throw new Error(`messages for device ${device}: ${found}, but ${sent} were sent`);
      }
    }
  }
}
