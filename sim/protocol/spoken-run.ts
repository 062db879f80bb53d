/** A scenario that real libraries speak; only in a process whose clocks are virtual. */
import { dirname, isAbsolute, join } from 'node:path';
import { read } from '../index.ts';
import { Run } from '../lab/run.ts';
import type { World } from '../model/node/world.ts';
import { ScenarioError } from '../scenario/check.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Capturing } from './capture/capturing.ts';
import { loadUndici } from './http/undici-library.ts';
import type { ProtocolAnswer, ProtocolJob, ProtocolProgress } from './job.ts';
import { type Equipped, equip, hasTls, libraryOf, speak } from './speak.ts';
import { Security } from './tls/security.ts';
import { checkSpoken } from './unspoken.ts';
import type { Life } from './virtual/install.ts';
import { Kernel } from './virtual/kernel.ts';
import { VirtualNetwork } from './wire/network.ts';
import { WireHash } from './wire/wire-hash.ts';

/** Real time between two messages about progress, ms. */
const PAUSE_MS = 100;

export class SpokenRun {
  readonly #scenario: Scenario;
  readonly #run: Run;
  readonly #hash = new WireHash();
  #kernel!: Kernel;
  #speaking!: Equipped;
  #capturing: Capturing | undefined;
  readonly #security: Security | undefined;
  #realTurns = 0;
  #isStopped = false;

  /** @throws ScenarioError for a scenario that is wrong, or has what is not spoken. */
  constructor(job: ProtocolJob, life: Life) {
    this.#scenario = readJob(job);
    checkSpoken(this.#scenario);
    if (hasTls(this.#scenario)) this.#security = new Security();
    this.#run = new Run(this.#scenario, 0, {
      equip: (world) => this.#equip(world, job, life),
      prepare: () => speak(this.#scenario, this.#speaking),
    });
  }

  #equip(world: World, { draining, capture }: ProtocolJob, life: Life): void {
    this.#kernel = new Kernel(world.simulator, draining);
    life.kernel = this.#kernel;
    life.random = world.streams.stream('protocol/chance');
    const network = new VirtualNetwork(this.#kernel, world, {
      answered: (from, to, bytes) =>
        world.exchange.countCarried(from, to, 0, bytes, world.simulator.nowMs),
      hash: this.#hash,
    });
    world.wire = network.faults;
    const isFirst = this.#capturing === undefined;
    if (capture !== undefined && isFirst) {
      this.#capturing = new Capturing(world, capture);
      network.tap = this.#capturing.recorder;
    }
    if (this.#security !== undefined) {
      this.#security.keyLog = isFirst ? this.#capturing?.recorder.keyLog : undefined;
    }
    const log = isFirst ? this.#capturing?.log : undefined;
    const speaking = { kernel: this.#kernel, world, network, log, security: this.#security };
    this.#speaking = equip(this.#scenario, speaking, this.#hash);
  }

  stop(): void {
    this.#isStopped = true;
    this.#kernel.stop();
  }

  async finish(onProgress: (progress: ProtocolProgress) => void): Promise<ProtocolAnswer> {
    const run = this.#run;
    const { durationMs } = this.#scenario.run;
    let shownMs = 0;
    const { traffic } = this.#scenario;
    if (traffic.some(({ kind }) => libraryOf(kind.params) === 'undici')) await loadUndici();
    while (!run.isDone && !this.#isStopped) {
      const kernel = this.#kernel;
      await kernel.run(durationMs, (realMs) => {
        if (realMs - shownMs < PAUSE_MS) return;
        shownMs = realMs;
        onProgress({ progress: run.progress, nowMs: run.nowMs, events: run.events });
      });
      this.#realTurns += kernel.realTurns;
      if (!this.#isStopped) run.advance(Number.POSITIVE_INFINITY);
    }
    const { title } = this.#scenario;
    return {
      result: run.result(),
      wireHash: this.#hash.toString(),
      realTurns: this.#realTurns,
      captured: this.#capturing?.files(title, this.#scenario.run.seed),
    };
  }
}

function readJob({ file, texts, seed, set = [] }: ProtocolJob): Scenario {
  const resolveFile = (path: string, from: string) =>
    texts.get(isAbsolute(path) ? path : join(from === '-' ? '.' : dirname(from), path))!;
  const options = { file, set, resolveFile, ...(seed !== undefined && { seed }) };
  const { scenario, problems } = read(texts.get(file)!, options);
  if (scenario === undefined) throw new ScenarioError(problems);
  return scenario;
}
