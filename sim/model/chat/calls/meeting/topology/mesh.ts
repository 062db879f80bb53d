import { NOT_SHOWN, type Stage } from '../stage.ts';
import { directLeg, topology } from './topology.ts';

function plan(stage: Stage): void {
  const { size, here } = stage;
  stage.wanted.fill(0);
  stage.shown.fill(0);
  for (let from = 0; from < size; from += 1) {
    for (let to = 0; to < size; to += 1) {
      if (from === to) continue;
      if (here[from] === 1 && here[to] === 1) send(stage, from, to);
      else stage.clear(directLeg(size, from, to));
    }
  }
}

/** Each leg has a coder of its own, since each has its own rate. */
function send(stage: Stage, from: number, to: number): void {
  const { size, camera, video, wanted, shown } = stage;
  const leg = directLeg(size, from, to);
  const left = stage.fill(leg, stage.speaks[from]!);
  video[leg] = Math.min(camera[from]!, left);
  if (camera[from] === 0) return;
  wanted[to]! += 1;
  const isShown = video[leg]! > 0;
  shown[to]! += isShown ? 1 : 0;
  stage.show(from, to, isShown ? 0 : NOT_SHOWN);
}

export const mesh = topology({
  name: 'mesh',
  summary: 'every member sends to every other one',
  source: 'definition; reference/domain.md §4.4: up and down n − 1 times the rate of a camera',
  params: {},
  make: () => ({ server: undefined, holdsMs: 0, plan, cores: () => 0 }),
});
