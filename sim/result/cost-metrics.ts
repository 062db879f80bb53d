/** Figures of what a run costs and emits. A Result has them once it was priced. */
import type { Metric } from './metric.ts';
import type { Unit } from './result.ts';

const BILL = ['plan', 'node', 'item'];
const MILLION = 1e6;
const BYTES_PER_GB = 1e9;

const amount = (
  name: string,
  title: string,
  titleZh: string,
  unit: Unit,
  labels: string[],
): Metric => ({ name, title, titleZh, unit, kind: 'counter', labels });

const per = (
  name: string,
  [title, titleZh]: readonly [string, string],
  unit: Unit,
  [part, of, many]: readonly [string, string, number],
): Metric => ({
  name,
  title,
  titleZh,
  unit,
  kind: 'ratio',
  labels: part === 'cost' ? ['plan'] : [],
  part: [part],
  of: [of],
  per: many,
});

export const COST_METRICS: readonly Metric[] = [
  amount('cost_per_month', 'cost of a month', '每月费用', 'USD', BILL),
  amount('cost', 'cost of the time measured', '测量期间费用', 'USD', BILL),
  amount('priced_requests', 'requests that the cost is shared by', '计费请求数', 'count', ['plan']),
  amount('priced_watched', 'hours watched that the cost is shared by', '计费观看小时数', 'count', [
    'plan',
  ]),
  amount('priced_messages', 'messages that the cost is shared by', '计费消息数', 'count', ['plan']),
  per('cost_per_million_messages', ['cost of a million messages', '每百万消息费用'], 'USD', [
    'cost',
    'priced_messages',
    MILLION,
  ]),
  per('cost_per_million_requests', ['cost of a million requests', '每百万请求费用'], 'USD', [
    'cost',
    'priced_requests',
    MILLION,
  ]),
  per('cost_per_hour_watched', ['cost of an hour watched', '每观看小时费用'], 'USD', [
    'cost',
    'priced_watched',
    1,
  ]),
  amount('energy_per_month', 'energy of a month', '每月能耗', 'kWh', ['node']),
  amount('carbon_per_month', 'emissions of a month', '每月碳排放', 'gCO2e', ['node']),
  amount('carbon', 'emissions of the time measured', '测量期间碳排放', 'gCO2e', ['node']),
  amount('bytes_to_devices', 'bytes that devices got', '送达设备字节数', 'bytes', ['node']),
  per('carbon_per_gb', ['emissions for a GB that devices get', '每 GB 碳排放'], 'gCO2e', [
    'carbon',
    'bytes_to_devices',
    BYTES_PER_GB,
  ]),
  per('carbon_per_hour_watched', ['emissions of an hour watched', '每观看小时碳排放'], 'gCO2e', [
    'carbon',
    'priced_watched',
    1,
  ]),
  per(
    'carbon_per_million_requests',
    ['emissions of a million requests', '每百万请求碳排放'],
    'gCO2e',
    ['carbon', 'requests', MILLION],
  ),
];
