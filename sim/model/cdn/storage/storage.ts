/** Storage: objects on the disks of many servers, kept through failures by copies or by coding. */
import { type Node, type NodeContext, nodeKind } from '../../node/node.ts';
import { NOT_MODIFIED_BYTES } from '../../wire/http.ts';
import type { Devices } from './devices.ts';
import { meanYearsToLoss } from './durability.ts';
import { HotObjects } from './hot-objects.ts';
import { Layout } from './layout.ts';
import { Operations } from './operations.ts';
import { Placement } from './placement.ts';
import { Reads } from './reads.ts';
import { Repair } from './repair.ts';
import { StorageMeters } from './storage-meters.ts';
import { type StorageSettings, storageParams } from './storage-params.ts';
import { Writes } from './writes.ts';

const BITS_PER_BYTE = 8;
const MS_PER_SECOND = 1000;

class Storage implements Node {
  readonly name: string;
  readonly group: string;
  readonly place: number;
  readonly detail: string;
  readonly conflict: Node['conflict'];
  readonly #context: NodeContext;
  readonly #meters: StorageMeters;
  readonly #operations: Operations;
  readonly #reads: Reads;
  readonly #repair: Repair;
  readonly #writes: Writes | undefined;
  readonly #hot: HotObjects | undefined;

  constructor(context: NodeContext, settings: StorageSettings) {
    const { simulator, streams } = context.world;
    const redundancy = settings.redundancy.make();
    const { fragments, needed, text } = redundancy;
    this.name = context.name;
    this.group = context.group;
    this.place = context.place;
    this.#context = context;
    this.conflict = conflictOf(settings.disks, fragments);
    const disks = Math.max(settings.disks, fragments);
    const fragmentBytes = Math.max(1, Math.round(settings.data / needed / settings.groups));
    const diskBytes = (settings.data * fragments) / needed / disks;
    const years = meanYearsToLoss({
      fragments,
      survives: redundancy.survives,
      failureRatio: settings.durability.afr,
      repairMs: settings.durability.repair ?? repairMsOf(settings, diskBytes),
    });
    this.detail = `${text} on ${settings.disks} ${settings.disk.name}, ${years.toExponential(1)} years to loss`;
    const drive = settings.disk.make();
    this.#meters = new StorageMeters(context, disks * drive.reads, years);
    const stream = (purpose: string) => streams.stream(`${context.name}/${purpose}`);
    this.#operations = new Operations(
      simulator,
      drive,
      disks,
      stream('disks'),
      settings.abandon,
      () => this.#meters.measure(this.#operations.devices, simulator.nowMs),
    );
    const layout = new Layout(
      redundancy,
      new Placement(settings.groups, fragments, disks, stream('placement')),
      this.#operations.devices,
      settings.order ?? redundancy.order,
      stream('order'),
    );
    const [operations, meters] = [this.#operations, this.#meters];
    const { hot, writes } = settings;
    this.#hot = hot && new HotObjects(context, hot, operations, meters, stream('hot'));
    this.#hot?.meet(layout);
    this.#reads = new Reads(context, operations, layout, meters, settings, this.#hot, (call) =>
      this.#answer(call),
    );
    this.#writes = writes && new Writes(context, writes, operations, layout, meters);
    this.#repair = new Repair(context, settings.repair, operations, layout, meters, fragmentBytes);
  }

  connect(): void {}

  onCall(call: number): void {
    const { calls, contents, nodes, simulator } = this.#context.world;
    const { nowMs } = simulator;
    const { recorder, originRequests } = this.#meters;
    const isOwner = nodes[calls.caller[call]!]!.ownsObjects !== true;
    if (isOwner) recorder.add(originRequests, 1, calls.startMs[call]!);
    const version = contents[calls.content[call]!]!.versionOf(calls.object[call]!, nowMs);
    if (calls.known[call] === version) this.#answer(call);
    else this.#reads.read(call);
  }

  onReply(): void {
    throw new Error(`${this.name} got an answer: storage asks nobody`);
  }

  /** The service in front of the disks stops; these go on with what is theirs. */
  crash(): void {
    this.#reads.clear();
    this.#writes?.clear();
  }

  /** @returns the numbers of the disks that failed: the first ones that work. */
  failDisks(count: number): number[] {
    const { up } = this.#devices;
    const failing = Array.from(up.keys())
      .filter((disk) => up[disk] === 1)
      .slice(0, count);
    for (const disk of failing) this.#fail(disk);
    return failing;
  }

  /** Disks come back with what they had; one that was replaced meanwhile stays away. */
  restoreDisks(disks: readonly number[]): void {
    const { recorder, failedDisks } = this.#meters;
    for (const disk of disks) {
      if (this.#devices.up[disk] === 1) continue;
      this.#devices.restore(disk);
      recorder.changeLevel(failedDisks, -1, this.#context.world.simulator.nowMs);
      this.#repair.returned(disk);
    }
  }

  get #devices(): Devices {
    return this.#operations.devices;
  }

  #fail(disk: number): void {
    const { recorder, failedDisks } = this.#meters;
    recorder.changeLevel(failedDisks, 1, this.#context.world.simulator.nowMs);
    this.#hot?.failed(disk);
    this.#operations.fail(disk);
    this.#repair.failed(disk);
  }

  /** All of the object is here, or the asker has it. */
  #answer(call: number): void {
    const { calls, contents, exchange, nodes, simulator } = this.#context.world;
    const { nowMs } = simulator;
    const { recorder, originBytes } = this.#meters;
    const version = contents[calls.content[call]!]!.versionOf(calls.object[call]!, nowMs);
    if (nodes[calls.caller[call]!]!.ownsObjects !== true) {
      const bytes = calls.known[call] === version ? NOT_MODIFIED_BYTES : calls.bytes[call]!;
      recorder.add(originBytes, bytes, calls.startMs[call]!);
    }
    exchange.reply(call, nowMs, false, version);
  }
}

/** Until a disk that is given up has been rebuilt, when nothing else is, ms. */
function repairMsOf({ repair }: StorageSettings, diskBytes: number): number {
  return Math.max(1, repair.after + ((diskBytes * BITS_PER_BYTE) / repair.rate) * MS_PER_SECOND);
}

function conflictOf(disks: number, fragments: number): Node['conflict'] {
  if (disks >= fragments) return undefined;
  const message = `${disks} disks for ${fragments} fragments: expected a disk for each, or more`;
  return { param: 'disks', message };
}

export const storage = nodeKind({
  name: 'storage',
  summary:
    'keeps objects on many disks by replication or erasure coding, and rebuilds what is lost',
  source:
    'fork-join reads of k of n: Joshi, Liu & Soljanin, IEEE JSAC 32(5), 2014; placement as in Ceph; disks are parts of their own',
  serves: ['http', 'store'],
  params: storageParams,
  make: (settings, context) =>
    new Storage(context, {
      ...settings,
      order: settings.order,
      writes: settings.writes,
      hot: settings.hot,
    }),
});
