import { z } from 'zod';
import type { Random } from '../../../engine/random.ts';
import type { HandlerId } from '../../../engine/simulator.ts';
import { type Choice, choiceOf } from '../../../part/choice.ts';
import { bytes, count, number, rate } from '../../../part/units.ts';
import { type Distribution, varying } from '../../distribution/distribution.ts';
import type { Lane } from '../../node/peer.ts';
import { nearest } from '../../node/world.ts';
import type { Arrivals } from '../arrivals/process.ts';
import { arrivalProcesses } from '../arrivals.ts';
import { NO_STORE } from '../audience/sections.ts';
import { ANSWERS, TaskMeter } from '../audience/task-meters.ts';
import { Tasks } from '../audience/tasks.ts';
import { httpParams } from '../http-params.ts';
import { HttpTraffic } from '../http-traffic.ts';
import { matchNumbered } from '../keys.ts';
import { type Source, sourcesOf } from '../sources.ts';
import { type Traffic, type TrafficContext, trafficKind } from '../traffic.ts';
import { Tokens, WORKLOADS } from './tokens.ts';

interface LlmParams extends z.output<z.ZodObject<typeof httpParams>> {
  readonly arrivals: Choice<Arrivals>;
  readonly workload: (typeof WORKLOADS)[number];
  readonly prefill: number;
  readonly speed: Choice<Distribution>;
  readonly slots: number;
  readonly crowd?: number | undefined;
  readonly batch: number;
  readonly event: number;
}

/** What one place's answers need. */
interface Stop {
  readonly meter: TaskMeter;
  readonly firstToken: number;
  readonly gap: number;
  readonly questions: number;
  readonly answers: number;
  readonly streams: number;
  readonly waiting: number;
  readonly targets: readonly number[];
  readonly lane: Lane;
}

const MS_PER_SECOND = 1000;
const BROKEN = 1;
/** Bytes of the head of an answer that then comes piece by piece (assumption). */
const HEAD_BYTES = 500;

/**
 * Questions to a language model. The request goes the way of all requests, and its answer is the head of a
 * stream; the tokens follow from the node that was asked, over the connection that stays open.
 */
class Llm implements Traffic {
  readonly #context: TrafficContext;
  readonly #params: LlmParams;
  readonly #tasks = new Tasks();
  readonly #http: HttpTraffic;
  readonly #stops: readonly Stop[];
  readonly #sources: readonly Source[];
  readonly #speed: Distribution;
  readonly #random: Random;
  readonly #emit: HandlerId;
  readonly #atBackbone: HandlerId;
  readonly #atDevice: HandlerId;
  /** By task: tokens still to be made, ms for each, crashes of the node when it began, if it is broken. */
  readonly #perTokenMs: number[] = [];
  readonly #toMake: number[] = [];
  readonly #epoch: number[] = [];
  readonly #broken: number[] = [];
  /** Pieces on the way to the device. */
  readonly #onTheWay: number[] = [];
  readonly #lastMs: number[] = [];
  readonly #queue: number[] = [];
  #busy = 0;

  constructor(context: TrafficContext, params: LlmParams) {
    const { world, name, content } = context;
    const { simulator, streams } = world;
    this.#context = context;
    this.#params = params;
    this.#speed = params.speed.make();
    this.#random = streams.stream(`${name}/speed`);
    this.#http = new HttpTraffic(context, params, {
      match: matchNumbered(name, 1),
      bytesOf: () => HEAD_BYTES,
      lifeOf: () => NO_STORE,
      told: (task, isFailed) => this.#answered(task, isFailed),
    });
    this.#http.smallestBytes = HEAD_BYTES;
    world.contents[content] = this.#http;
    this.#emit = simulator.handler((task) => this.#makePiece(task), 'tokens are made');
    this.#atBackbone = simulator.handler((task) => this.#goDown(task), 'tokens at the backbone');
    this.#atDevice = simulator.handler((task) => this.#show(task), 'tokens shown');
    this.#stops = context.clients.map((_, place) => this.#stop(place));
    const tokens = new Tokens(params.workload);
    this.#sources = sourcesOf(context, params.arrivals, (node, place) => {
      const devices = streams.stream(`${name}@${node.name}/device`);
      const lengths = streams.stream(`${name}@${node.name}/tokens`);
      return (user) => {
        const { nowMs } = simulator;
        const device = user < 0 ? devices.below(node.devices) : user % node.devices;
        const task = this.#tasks.make(place, device, user, nowMs);
        tokens.draw(lengths);
        this.#tasks.what[task] = tokens.question;
        this.#tasks.left[task] = tokens.answer;
        this.#stops[place]!.meter.begin(nowMs);
        this.#http.ask(place, device, 0, HEAD_BYTES, 0, 0, task);
        return true;
      };
    });
  }

  start(): void {
    for (const source of this.#sources) source.schedule();
  }

  ramp(atMs: number, toPerSecond: number, overMs: number): void {
    for (const source of this.#sources) source.ramp(atMs, toPerSecond, overMs);
  }

  /** The head of the answer is there: the model works on it as soon as it has room. */
  #answered(task: number, isFailed: boolean): void {
    if (isFailed) {
      this.#end(task, true);
      return;
    }
    const { place, device } = this.#tasks;
    const stop = this.#stops[place[task]!]!;
    this.#epoch[task] = this.#context.world.exchange.epoch[targetOf(stop, device[task]!)]!;
    this.#broken[task] = 0;
    this.#onTheWay[task] = 0;
    if (this.#busy < this.#params.slots) {
      this.#begin(task);
      return;
    }
    this.#queue.push(task);
    this.#level(stop.waiting, 1);
  }

  #begin(task: number): void {
    const { what, left, place } = this.#tasks;
    const { simulator } = this.#context.world;
    this.#busy += 1;
    this.#level(this.#stops[place[task]!]!.streams, 1);
    const perSecond = Math.max(1e-3, this.#speed.sample(this.#random));
    this.#perTokenMs[task] = MS_PER_SECOND / perSecond;
    this.#toMake[task] = left[task]!;
    this.#lastMs[task] = -1;
    const prefillMs = (what[task]! / this.#params.prefill) * MS_PER_SECOND;
    // The first token comes alone, with the question's end: so does what everybody waits for.
    simulator.after(prefillMs + this.#tokenMs(task), this.#emit, task);
  }

  /** Time for a token of an answer, among as many as are made now. */
  #tokenMs(task: number): number {
    const { crowd } = this.#params;
    const aloneMs = this.#perTokenMs[task]!;
    return crowd === undefined ? aloneMs : aloneMs * (1 + (this.#busy - 1) / crowd);
  }

  /** A piece leaves the node; the first has one token. */
  #makePiece(task: number): void {
    const { place, device, left, startMs } = this.#tasks;
    const { exchange, simulator } = this.#context.world;
    const where = place[task]!;
    const stop = this.#stops[where]!;
    const target = targetOf(stop, device[task]!);
    if (exchange.epoch[target] !== this.#epoch[task]) {
      this.#breakOff(task);
      return;
    }
    const toMake = this.#toMake[task]!;
    const isFirst = toMake === left[task]!;
    const tokens = isFirst ? 1 : Math.min(this.#params.batch, toMake);
    const clients = this.#context.clients[where]!;
    const wayMs = exchange.carry(target, clients.id, this.#params.event, startMs[task]!);
    if (wayMs === Number.POSITIVE_INFINITY) {
      this.#breakOff(task);
      return;
    }
    this.#onTheWay[task]! += 1;
    simulator.after(wayMs, this.#atBackbone, task);
    this.#toMake[task] = toMake - tokens;
    if (this.#toMake[task]! > 0) {
      const next = Math.min(this.#params.batch, this.#toMake[task]!);
      simulator.after(next * this.#tokenMs(task), this.#emit, task);
    } else this.#leave(task);
  }

  /** No more tokens are made for it: the next question has its place. */
  #leave(task: number): void {
    this.#busy -= 1;
    this.#level(this.#stops[this.#tasks.place[task]!]!.streams, -1);
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#level(this.#stops[this.#tasks.place[next]!]!.waiting, -1);
    this.#begin(next);
  }

  /** The connection is gone, and with it the answer. */
  #breakOff(task: number): void {
    this.#leave(task);
    this.#broken[task] = BROKEN;
    if (this.#onTheWay[task] === 0) this.#end(task, true);
  }

  #goDown(task: number): void {
    const { place, device } = this.#tasks;
    const where = place[task]!;
    const clients = this.#context.clients[where]!;
    const { lane } = this.#stops[where]!;
    const downMs = clients.downMs(device[task]!, this.#params.event, lane);
    this.#context.world.simulator.after(downMs, this.#atDevice, task);
  }

  #show(task: number): void {
    const { place, startMs } = this.#tasks;
    const { recorder, simulator } = this.#context.world;
    const stop = this.#stops[place[task]!]!;
    const { nowMs } = simulator;
    const since = this.#lastMs[task]!;
    if (since < 0) recorder.record(stop.firstToken, nowMs - startMs[task]!, startMs[task]!);
    else recorder.record(stop.gap, nowMs - since, startMs[task]!);
    this.#lastMs[task] = nowMs;
    this.#onTheWay[task]! -= 1;
    if (this.#onTheWay[task]! > 0) return;
    if (this.#broken[task] === BROKEN) this.#end(task, true);
    else if (this.#toMake[task] === 0) this.#end(task, false);
  }

  #end(task: number, isFailed: boolean): void {
    const { place, user, startMs, what, left } = this.#tasks;
    const { recorder, simulator } = this.#context.world;
    const [where, who, began] = [place[task]!, user[task]!, startMs[task]!];
    const stop = this.#stops[where]!;
    if (isFailed) stop.meter.failed(began);
    else {
      stop.meter.done(began, simulator.nowMs);
      recorder.add(stop.questions, what[task]!, began);
      recorder.add(stop.answers, left[task]!, began);
    }
    this.#tasks.release(task);
    this.#sources[where]!.finished(who);
  }

  #level(level: number, by: number): void {
    const { recorder, simulator } = this.#context.world;
    recorder.changeLevel(level, by, simulator.nowMs);
  }

  #stop(place: number): Stop {
    const { world, name, clients, to } = this.#context;
    const node = clients[place]!;
    const { recorder } = world;
    const labels = { traffic: name, place: world.places[node.place]!.name };
    return {
      meter: new TaskMeter(recorder, ANSWERS, labels),
      firstToken: recorder.histogram('first_token', labels, { windows: true }),
      gap: recorder.histogram('token_gap', labels, { windows: true }),
      questions: recorder.counter('question_tokens', labels),
      answers: recorder.counter('answer_tokens', labels),
      streams: recorder.level('token_streams', labels),
      waiting: recorder.level('token_waiting', labels),
      targets: nearest(world, to, node.place),
      lane: node.lane(`${name}/tokens`),
    };
  }
}

/** The node that a device asks, as `HttpTraffic` has it. */
const targetOf = ({ targets }: Stop, device: number): number => targets[device % targets.length]!;

export const llm = trafficKind({
  name: 'llm',
  summary: 'questions to a language model, whose answers come token by token',
  source:
    'tokens: Azure LLM inference trace 2023, Splitwise, Patel et al., ISCA 2024; speeds and sizes of events: reference/domain.md §4.2, from memory',
  needs: 'http',
  params: {
    arrivals: choiceOf(arrivalProcesses).describe(
      'when people ask; conversations come nearly as a Poisson process (coefficient of variation 1.09), code in bursts (13)',
    ),
    workload: z
      .enum(WORKLOADS)
      .default('conversation')
      .describe('whose numbers of tokens are drawn'),
    prefill: rate({ above: 0 })
      .prefault('5000/s')
      .describe('tokens of a question that the model reads in a second (assumption)'),
    speed: varying(rate)
      .prefault({ uniform: { min: '30/s', max: '80/s' } })
      .describe('tokens of an answer that it makes in a second; drawn for each answer'),
    slots: count({ min: 1 })
      .prefault(256)
      .describe('answers that the model makes at the same time; others wait in order (assumption)'),
    crowd: number({ above: 0 })
      .optional()
      .describe(
        'so many answers beside it double the time that each token takes; 100: Llama 2 70B on eight H100 (Splitwise, perf_model.csv: 1.64 times as long with 64 as alone). Default: it makes each as fast, however many there are',
      ),
    batch: count({ min: 1 }).prefault(2).describe('tokens in one event of the stream; 1 to 3'),
    event: bytes({ min: 1 }).prefault('130B').describe('bytes of an event on the wire; 60 to 200'),
    ...httpParams,
  },
  make: (params, context) => new Llm(context, params),
});
