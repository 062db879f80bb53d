/** Requests of scenarios a CPU second, as parts of what the engine's own HOLD does. */
import { millions, table } from '../engine/rounds.mjs';

/** @param file of the workloads, from this folder. @returns one measurement for each of them. */
export const measuredOf = (file, workloads) =>
  Object.keys(workloads).map((name) => ({
    name,
    command: [process.execPath, 'bench/transport/transfers.mjs', file, name],
  }));

/** A goal that is missed is bold. */
export function speedTable(what, workloads, results, hold) {
  const rows = Object.entries(workloads).map(([name, { goal }]) => {
    const measured = results.get(name);
    if (measured.error !== undefined) throw new Error(`${name}: ${measured.error}`);
    const times = measured.rate / hold.rate;
    const part = times < 1 ? `1/${(1 / times).toFixed(1)}` : `${times.toPrecision(3)} ×`;
    const shown = measured.rate / hold.rate < goal ? `**${part}**` : part;
    return [name, millions(measured), measured.events.toFixed(1), shown, `1/${1 / goal}`];
  });
  return table([[what, 'M/s', 'events each', 'of HOLD', 'goal'], ...rows]);
}
