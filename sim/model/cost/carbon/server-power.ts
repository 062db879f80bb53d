import { bitRate, number, ratio } from '../../../part/units.ts';
import { carbonModel, WORLD_GRID } from './carbon.ts';

const WATTS_PER_KILOWATT = 1000;

export const serverPower = carbonModel({
  name: 'server-power',
  summary: 'power of the servers that are there: idle, and more the more they work; no network',
  source:
    'power = idle + slope · utilisation: Barroso & Hölzle, IEEE Computer 40(12), 2007; watts, PUE and the utilisation of caches are assumptions',
  params: {
    idle: number({ min: 0 }).prefault(150).describe('of one server that has nothing to do, W'),
    slope: number({ min: 0 }).prefault(150).describe('on top of it at full load, W'),
    utilisation: ratio()
      .prefault('30%')
      .describe('of servers of which the Result says none; origins and gateways with workers say'),
    line: bitRate({ above: 0 })
      .optional()
      .describe(
        'of one server: those of which the Result says no utilisation work as much as they send of it; default: as `utilisation` says',
      ),
    pue: number({ min: 1 })
      .prefault(1.5)
      .describe('power of the data centre over power of its servers'),
    grid: number({ min: 0 }).prefault(WORLD_GRID).describe('g CO2e for a kWh'),
  },
  make: ({ idle, slope, utilisation: assumed, line, pue, grid }) => ({
    energyKwh: ({ nodeHours, utilisation, lineUse }) => {
      const unsaid = line === undefined ? assumed : Math.min(1, lineUse(line));
      const power = idle + slope * (utilisation ?? unsaid);
      return (nodeHours * power * pue) / WATTS_PER_KILOWATT;
    },
    gridGramsPerKwh: grid,
  }),
});
