/** The sound of calls as secure RTP over UDP, from the device that speaks to the one that listens. */
import { randomBytes } from 'node:crypto';
import type { SoundEar, SoundEnds, SoundPath, SoundWire } from '../../model/node/sound-wire.ts';
import type { Kernel } from '../virtual/kernel.ts';
import type { DatagramSocket, Datagrams, Parcel } from '../wire/datagrams.ts';
import {
  RTP_HEADER_BYTES,
  readSound,
  type Source,
  soundPacket,
  sourceOf,
  timestampAt,
} from './packets.ts';
import { Reception } from './reception.ts';
import { type Heard, readReport, reportBytes } from './reports.ts';
import { MASTER_KEY_BYTES, MASTER_SALT_BYTES, SrtcpContext, SrtpContext } from './srtp.ts';

/** Of a stream: both ends take one of their own for sound, and the one above for reports. */
const FIRST_PORT = 16_384;
const PORTS = 32_768;
/** Of a name that nobody else has: 96 bits. RFC 7022 §4.2 */
const CNAME_BYTES = 12;

/** Ports of all streams of a run: even ones, as RFC 3550 §11 has it, each once at an address. */
export class RtpPorts {
  readonly #taken = new Set<string>();
  #next = 0;

  /**
   * A port that is free at all of these addresses.
   *
   * @throws RangeError when there is none.
   */
  take(...addresses: readonly string[]): number {
    for (let tried = 0; tried < PORTS; tried += 2) {
      this.#next = (this.#next + 2) % PORTS;
      const keys = this.#keys(this.#next, addresses);
      if (keys.some((key) => this.#taken.has(key))) continue;
      for (const key of keys) this.#taken.add(key);
      return FIRST_PORT + this.#next;
    }
    throw new RangeError(`all ports for sound between ${addresses.join(' and ')} are taken`);
  }

  release(port: number, ...addresses: readonly string[]): void {
    for (const key of this.#keys(port - FIRST_PORT, addresses)) this.#taken.delete(key);
  }

  #keys(port: number, addresses: readonly string[]): readonly string[] {
    return addresses.map((address) => `${address}:${port}`);
  }
}

export interface RtpParts {
  readonly kernel: Kernel;
  readonly ear: SoundEar;
  readonly datagrams: Datagrams;
  readonly ports: RtpPorts;
}

/** From one address to another, in one direction. */
interface Way {
  readonly mouth: DatagramSocket;
  readonly ear: DatagramSocket;
}

/** What the listener of a stream knows of it. */
interface Hearing {
  readonly ssrc: number;
  readonly reception: Reception;
  /** The last report of its sender; undefined: none has come, or the stream is over. */
  heard: Heard | undefined;
}

interface Stream {
  readonly sound: Way;
  readonly reports: Way;
  readonly source: Source;
  readonly cname: string;
  readonly beganMs: number;
  readonly sender: SrtpContext;
  readonly reporter: SrtcpContext;
  readonly hearing: Hearing;
  /** What its own sender knows of the other direction. */
  other: Hearing | undefined;
  packets: number;
}

export class RtpWire implements SoundWire {
  readonly #parts: RtpParts;
  readonly #streams: (Stream | undefined)[] = [];

  constructor(parts: RtpParts) {
    this.#parts = parts;
  }

  open(stream: number, ends: SoundEnds, partner: number): void {
    const { ear, ports, kernel } = this.#parts;
    const port = ports.take(this.#addressOf(ends.from), this.#addressOf(ends.to));
    const secrets = [randomBytes(MASTER_KEY_BYTES), randomBytes(MASTER_SALT_BYTES)] as const;
    const source = sourceOf(randomBytes(10));
    const hearing = {
      ssrc: source.ssrc,
      reception: new Reception(ear.format.clockPerMs),
      heard: undefined,
    };
    const other = partner < 0 ? undefined : this.#streams[partner];
    const lose = () => ear.lost(stream);
    const opened: Stream = {
      sound: this.#wayOf(stream, ends, port, ear.path, lose),
      reports: this.#wayOf(stream, ends, port + 1, ear.reportPath),
      source,
      cname: randomBytes(CNAME_BYTES).toString('base64'),
      beganMs: kernel.nowMs,
      sender: new SrtpContext(...secrets),
      reporter: new SrtcpContext(...secrets),
      hearing,
      other: other?.hearing,
      packets: 0,
    };
    if (other !== undefined) other.other = hearing;
    this.#streams[stream] = opened;
    this.#listen(stream, opened, secrets);
  }

  #listen(stream: number, { sound, reports, source, hearing }: Stream, secrets: Secrets): void {
    const { kernel, ear } = this.#parts;
    const context = new SrtpContext(...secrets);
    const ofReports = new SrtcpContext(...secrets);
    sound.ear.on('message', (bytes: Buffer) => {
      const packet = context.unprotect(bytes, RTP_HEADER_BYTES);
      // After 32,768 lost ones in a row the guess is wrong, and nobody can read what comes. RFC 3711 §3.3.1
      if (packet === undefined) {
        ear.lost(stream);
        return;
      }
      const { sequence, timestamp, soundMs } = readSound(packet, source, ear.format);
      hearing.reception.heard(sequence, timestamp, kernel.nowMs);
      ear.arrived(stream, Math.round(soundMs / ear.packetMs));
    });
    reports.ear.on('message', (bytes: Buffer) => {
      const report = ofReports.unprotect(bytes);
      if (report === undefined) throw new Error(`what came on stream ${stream} was not sent`);
      const { heard, roundTripMs } = readReport(report, kernel.nowMs);
      hearing.heard = heard;
      if (roundTripMs !== undefined) ear.measured(stream, roundTripMs);
    });
  }

  send(stream: number, packet: number): void {
    const one = this.#streams[stream]!;
    const { format, packetMs, payloadBytes } = this.#parts.ear;
    // What is said is of no account.
    const payload = Buffer.alloc(payloadBytes);
    const rtp = soundPacket(one.source, format, packet, packet * packetMs, payload);
    one.packets += 1;
    post(one.sound, one.sender.protect(rtp, RTP_HEADER_BYTES));
  }

  report(stream: number): void {
    const { source, cname, beganMs, packets, other, reports, reporter } = this.#streams[stream]!;
    const { kernel, ear } = this.#parts;
    const { nowMs } = kernel;
    const report = reportBytes({
      ssrc: source.ssrc,
      cname,
      nowMs,
      timestamp: timestampAt(source, ear.format, nowMs - beganMs),
      packets,
      payloadBytes: packets * ear.payloadBytes,
      // There is a block also where nothing has come since the last one: reports are as long as the model's.
      other: other!.ssrc,
      block: other!.reception.report(),
      heard: other!.heard,
    });
    post(reports, reporter.protect(report));
  }

  close(stream: number): void {
    const { sound, reports, hearing } = this.#streams[stream]!;
    for (const way of [sound, reports]) {
      way.mouth.close();
      way.ear.close();
    }
    const [mouth, ear] = [sound.mouth.at.address, sound.ear.at.address];
    this.#parts.ports.release(ear.port, mouth.address, ear.address);
    hearing.heard = undefined;
    this.#streams[stream] = undefined;
  }

  #wayOf(stream: number, ends: SoundEnds, port: number, path: SoundPath, lose?: () => void): Way {
    const { datagrams, ear } = this.#parts;
    const at = (person: number, carry: (parcel: Parcel) => void) =>
      datagrams.open({
        end: ear.path.endOf(person),
        address: { address: this.#addressOf(person), port },
        carry,
        ...(lose && { lost: lose }),
      });
    const mouth = at(ends.from, (parcel) => this.#carry(stream, ends, path, parcel));
    return { mouth, ear: at(ends.to, () => {}) };
  }

  #addressOf(person: number): string {
    const { datagrams, ear } = this.#parts;
    const { node, device } = ear.path.endOf(person);
    return datagrams.addresses.of(node, device);
  }

  /** Up to the other one's place, and then its turn on the way down. */
  #carry(
    stream: number,
    { from, to, relay }: SoundEnds,
    path: SoundPath,
    { bytes, arrived, lost }: Parcel,
  ): void {
    const { kernel } = this.#parts;
    const opened = this.#streams[stream];
    const thereMs = path.toBackboneMs(from, to, relay, bytes);
    if (thereMs === Number.POSITIVE_INFINITY) {
      lost();
      return;
    }
    kernel.after(thereMs, () => {
      // A report on what is over has no turn.
      if (this.#streams[stream] !== opened) {
        lost();
        return;
      }
      const downMs = path.toDeviceMs(from, to, relay, bytes);
      if (downMs === Number.POSITIVE_INFINITY) lost();
      else kernel.after(downMs, arrived);
    });
  }
}

type Secrets = readonly [masterKey: Buffer, masterSalt: Buffer];

function post({ mouth, ear }: Way, bytes: Buffer): void {
  const { address, port } = ear.at.address;
  mouth.send(bytes, 0, bytes.length, port, address);
}
