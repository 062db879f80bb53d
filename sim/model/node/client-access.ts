/** How the devices of a place come to their access network, and to lines where it states none. */
import { Lines } from '../../engine/lines.ts';
import type { AccessContext, AccessProfile } from '../access/profile.ts';
import type { NodeContext } from './node.ts';

/** Lines of the rates that a profile states, where its network does not keep to any. */
export function nominalLines(
  profile: AccessProfile,
  { devices, stream }: AccessContext,
  isUp: boolean,
): Lines {
  const random = stream(isUp ? 'line rates up' : 'line rates');
  const draw = () => (isUp ? profile.upBitsPerSecond(random) : profile.downBitsPerSecond(random));
  const rates = Float64Array.from({ length: devices }, draw);
  return new Lines(rates);
}

/** What an access network may use of a node's world; its chance is the node's own. */
export function accessContext(context: NodeContext, batteryWh: number): AccessContext {
  const { name, group, place, devices, world } = context;
  const { simulator, recorder, streams, places } = world;
  return {
    devices,
    batteryWh,
    simulator,
    recorder,
    labels: { node: group, place: places[place]!.name },
    stream: (purpose) => streams.stream(`${name}/${purpose}`),
    file: (path) => world.files.get(path)!,
  };
}
