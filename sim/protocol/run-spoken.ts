/** Runs a scenario by real libraries; only in a process whose clocks are virtual. */
import { read } from '../index.ts';
import { Run } from '../lab/run.ts';
import type { Result } from '../result/result.ts';
import { RouteMeters } from './meters.ts';
import { speak } from './speak.ts';
import type { Life } from './virtual/install.ts';
import { type Draining, Kernel } from './virtual/kernel.ts';
import { VirtualNetwork } from './wire/network.ts';

export interface SpokenJob {
  readonly text: string;
  readonly file: string;
  readonly files: readonly (readonly [string, string])[];
  readonly draining?: Draining;
}

export interface SpokenAnswer {
  readonly result: Result;
  readonly realTurns: number;
}

export async function runSpoken(job: SpokenJob, life: Life): Promise<SpokenAnswer> {
  const files = new Map(job.files);
  const { scenario, problems } = read(job.text, {
    file: job.file,
    resolveFile: (name) => files.get(name)!,
  });
  if (scenario === undefined) {
    throw new Error(problems.map((one) => one.message).join('\n'));
  }
  let kernel!: Kernel;
  const run = new Run(scenario, 0, ({ world }) => {
    kernel = new Kernel(world.simulator, job.draining);
    life.kernel = kernel;
    life.random = world.streams.stream('protocol/chance');
    const routes = new RouteMeters(world);
    const network = new VirtualNetwork(kernel, world, (from, to, bytes) =>
      routes.answered(from, to, bytes),
    );
    speak(scenario, { kernel, world, network, routes });
  });
  while (!run.isDone) {
    await kernel.run(scenario.run.durationMs);
    run.advance(Number.POSITIVE_INFINITY);
  }
  return { result: run.result(), realTurns: kernel.realTurns };
}
