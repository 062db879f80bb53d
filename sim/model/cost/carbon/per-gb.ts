import { number } from '../../../part/units.ts';
import { GB } from '../usage.ts';
import { carbonModel, WORLD_GRID } from './carbon.ts';

export const perGbCarbon = carbonModel({
  name: 'per-gb',
  summary: 'energy of data centre, network and device for each GB that devices get: an average',
  source:
    'Sustainable Web Design Model v4 as in co2.js 0.19.0: operational 0.055 + 0.059 + 0.080 and embodied 0.012 + 0.013 + 0.081 kWh/GB, 0.300 in all. It attributes averages: one GB more takes next to nothing more of a network',
  params: {
    'data-centre': number({ min: 0 }).prefault(0.067).describe('kWh for a GB, embodied included'),
    network: number({ min: 0 }).prefault(0.072).describe('kWh for a GB, embodied included'),
    device: number({ min: 0 }).prefault(0.161).describe('kWh for a GB, embodied included'),
    grid: number({ min: 0 }).prefault(WORLD_GRID).describe('g CO2e for a kWh'),
  },
  make: ({ 'data-centre': dataCentre, network, device, grid }) => ({
    energyKwh: ({ bytesToDevices }) => (bytesToDevices / GB) * (dataCentre + network + device),
    gridGramsPerKwh: grid,
  }),
});
