/** One connection over one path, for tests that compare its times with what is known. */

import { Lines } from '../../../../sim/engine/lines.ts';
import { Simulator } from '../../../../sim/engine/simulator.ts';
import { Streams } from '../../../../sim/engine/streams.ts';
import { independent } from '../../../../sim/model/net/loss/independent.ts';
import { Losses } from '../../../../sim/model/net/loss/loss.ts';
import { congestionControls } from '../../../../sim/model/net/transport/congestion/index.ts';
import { Flows } from '../../../../sim/model/net/transport/flows.ts';
import { choose } from '../../../../sim/part/choice.ts';

export interface OnePath {
  readonly roundTripMs: number;
  readonly mbitPerSecond: number;
  readonly lossRatio?: number;
  readonly congestion?: string;
  readonly roomMs?: number;
  readonly isOrdered?: boolean;
  readonly receiveWindow?: number;
  readonly seed?: number;
}

/** @returns the simulator, and flows whose answers note when they are whole. */
export function onePath(path: OnePath) {
  const simulator = new Simulator();
  const wholeMs: number[] = [];
  const part = congestionControls.find(path.congestion ?? 'cubic')!;
  const settings = {
    congestion: choose(part, part.params.parse({})).make(undefined),
    initialWindow: 10,
    receiveWindow: path.receiveWindow ?? 4096,
    isOrdered: path.isOrdered ?? true,
  };
  const flows = new Flows(simulator, settings, (tag) => {
    wholeMs[tag] = simulator.nowMs;
  });
  const random = new Streams('path', path.seed ?? 0).stream('loss');
  const losses =
    path.lossRatio === undefined || path.lossRatio === 0
      ? undefined
      : new Losses(choose(independent, { share: path.lossRatio }).make(random));
  const roomMs = path.roomMs ?? Number.POSITIVE_INFINITY;
  const delayMs = () => path.roundTripMs / 2;
  const course = {
    there: { delayMs, roomMs },
    back: { delayMs, roomMs, losses },
    lines: new Lines(Float64Array.of(path.mbitPerSecond * 1e6)),
    lineRoomMs: roomMs,
  };
  const connection = flows.open(course, 0, path.roundTripMs);
  return { simulator, flows, course, connection, wholeMs };
}

/** Time from the first byte's leaving to the last one's arrival, ms, on a new connection. */
export function transferMs(path: OnePath, bytes: number): number {
  const { simulator, flows, connection, wholeMs } = onePath(path);
  flows.answer(connection, 0, bytes);
  simulator.run(Number.POSITIVE_INFINITY);
  return wholeMs[0]!;
}
