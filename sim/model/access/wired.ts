import { duration } from '../../part/units.ts';
import { exponential } from '../distribution/shapes.ts';
import { accessProfile } from './profile.ts';
import { typical } from './typical.ts';

export const cable = accessProfile({
  name: 'cable',
  summary:
    'cable television network (DOCSIS 3.1): 18 ms round trip, 200 to 1000 Mbit/s down, 10 to 40 up',
  source:
    'assumption of 2026: last-mile round trip 15–20 ms (95 % below 40 ms), rates as commonly sold, 0.1 % loss',
  params: {},
  make: () =>
    typical({ roundTripMs: [18, 40], downMbps: [200, 1000], upMbps: [10, 40], lossRatio: 0.001 }),
});

export const dsl = accessProfile({
  name: 'dsl',
  summary: 'telephone line (VDSL, ADSL): 32 ms round trip, 20 to 80 Mbit/s down, 2 to 20 up',
  source:
    'assumption of 2026: last-mile round trip 25–40 ms with interleaving (95 % below 70 ms), rates as commonly sold, 0.2 % loss',
  params: {},
  make: () =>
    typical({ roundTripMs: [32, 70], downMbps: [20, 80], upMbps: [2, 20], lossRatio: 0.002 }),
});

/** What frames lose after their retries: three of a hundred tries fail, and four tries are made. */
const WIFI_LOSS = 0.03 * 0.03 * 0.03 * 0.03;

export const wifi = accessProfile({
  name: 'wifi',
  summary: 'Wi-Fi 5 or 6 in front of a fibre: 3.5 ms more in quiet air, 50 to 600 Mbit/s',
  source:
    'assumption of 2026: adds 2–5 ms in quiet air and 30–100 ms when many contend, rates 50–600 Mbit/s, 3 % of frames lost before retries',
  params: {
    contention: duration()
      .prefault('0ms')
      .describe('mean wait for the air in each direction: 0 in quiet air, 15 to 50 ms in crowds'),
  },
  make: ({ contention }) => {
    const line = typical({ roundTripMs: [10.5, 25], downMbps: [50, 600], upMbps: [50, 600] });
    const wait = exponential(contention);
    const oneWayMs: typeof line.oneWayMs = (random) =>
      line.oneWayMs(random) + (contention === 0 ? 0 : wait.sample(random));
    return { ...line, oneWayMs, lossRatio: WIFI_LOSS };
  },
});
