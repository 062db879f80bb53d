/** What is measured at things of one place that report over connections. */
import type { Recorder } from '../../../result/recorder.ts';
import { EXPIRED } from '../../chat/broker/hops-parts.ts';
import type { World } from '../../node/world.ts';

export class ThingMeters {
  readonly #recorder: Recorder;
  readonly #ids: Readonly<Record<Counted, number>>;
  readonly #delivery: number;
  readonly #commandTime: number;
  readonly #waiting: number;

  constructor({ recorder, places }: World, traffic: string, place: number) {
    const labels = { traffic, place: places[place]!.name };
    const ids = COUNTED.map((name) => [name, recorder.counter(name, labels)]);
    this.#recorder = recorder;
    this.#ids = Object.fromEntries(ids) as Record<Counted, number>;
    this.#delivery = recorder.histogram('delivery', labels, { windows: true });
    this.#commandTime = recorder.histogram('command_time', labels, { windows: true });
    this.#waiting = recorder.level('commands_waiting', labels);
  }

  count(what: Counted, atMs: number, by = 1): void {
    this.#recorder.add(this.#ids[what], by, atMs);
  }

  /** A report is with the server, or a command with its device, for the first time. */
  handedOn(isUp: boolean, sentAtMs: number, nowMs: number): void {
    this.count(isUp ? 'deliveries' : 'commands_done', sentAtMs);
    this.#recorder.record(isUp ? this.#delivery : this.#commandTime, nowMs - sentAtMs, sentAtMs);
  }

  dropped(isUp: boolean, reason: number, sentAtMs: number): void {
    if (isUp) this.count('undelivered', sentAtMs);
    else this.count(reason === EXPIRED ? 'commands_expired' : 'commands_lost', sentAtMs);
  }

  /** Commands that their device has not confirmed. */
  waiting(by: number, nowMs: number): void {
    this.#recorder.changeLevel(this.#waiting, by, nowMs);
  }
}

const COUNTED = [
  'messages',
  'deliveries',
  'undelivered',
  'commands',
  'commands_done',
  'commands_expired',
  'commands_lost',
  'wire_duplicates',
  'retained_deliveries',
  'resent_messages',
  'openings',
  'wills',
  'protocol_packets',
  'protocol_bytes',
] as const;

export type Counted = (typeof COUNTED)[number];
