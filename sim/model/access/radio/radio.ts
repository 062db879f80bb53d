/** How the radio of a phone sleeps between two things that it does, and what waking it takes. */
import { partOf, registry } from '../../../part/part.ts';
import { duration, number } from '../../../part/units.ts';

export interface RadioSettings {
  /** Time without traffic after which the connection is given up, ms; and of that, awake all the time. */
  readonly inactivityMs: number;
  readonly awakeMs: number;
  /** While connected it listens for `listenMs` of every `drxMs`. */
  readonly drxMs: number;
  readonly listenMs: number;
  /** Distance of two paging occasions, ms. */
  readonly pagingMs: number;
  /** From idle to connected, ms. */
  readonly promotionMs: number;
  /** Time in RRC_INACTIVE before it becomes idle, 0 where there is none, and from there to connected. */
  readonly inactiveMs: number;
  readonly resumeMs: number;
  /** As `inactivityMs`, for a connection that was resumed for one exchange. */
  readonly resumedMs: number;
  /** Time without traffic after which address translation forgets the device, ms; 0: never. */
  readonly natMs: number;
  /** Distance of the messages that keep the connection alive, ms; 0: none. */
  readonly keepAliveMs: number;
  /** Mean distance of two handovers and how long nothing passes in one, ms; 0: it does not move. */
  readonly handoverEveryMs: number;
  readonly handoverMs: number;
  readonly connectedMw: number;
  readonly idleMw: number;
  readonly promotionMw: number;
}

/** Undefined: always ready. */
type Made = RadioSettings | undefined;
const radio = partOf<Made>();

const PROBE =
  'RRC-Probe of Narayanan et al., SIGCOMM 2021 data set (SIGCOMM21-5G/artifact), USA 2021';
const HUANG = 'promotion of 260 ms and powers: Huang et al., MobiSys 2012 (from memory)';

interface Defaults {
  readonly inactivity: string;
  readonly drx: string;
  readonly promotion: string;
  readonly inactive: string;
  readonly resume: string;
  readonly resumed: string;
  readonly handover: string;
}

function states(name: string, summary: string, source: string, defaults: Defaults) {
  return radio({
    name,
    summary,
    source,
    params: {
      inactivity: duration({ above: 0 })
        .prefault(defaults.inactivity)
        .describe('time without traffic after which the network gives the connection up'),
      awake: duration().prefault('100ms').describe('of that, time in which the radio stays awake'),
      drx: duration({ above: 0 })
        .prefault(defaults.drx)
        .describe('while connected, distance of the moments at which the radio listens'),
      listen: duration().prefault('10ms').describe('how long it then listens (on duration)'),
      paging: duration({ above: 0 })
        .prefault('1.28s')
        .describe('while idle, distance of the moments at which it can be called'),
      promotion: duration().prefault(defaults.promotion).describe('from idle to connected'),
      inactive: duration()
        .prefault(defaults.inactive)
        .describe('time in RRC_INACTIVE before it is idle; 0s where there is no such state'),
      resume: duration().prefault(defaults.resume).describe('from RRC_INACTIVE to connected'),
      resumed: duration()
        .prefault(defaults.resumed)
        .describe(
          'as inactivity, for a connection that was resumed and whose one exchange since is over; counts where it is longer',
        ),
      nat: duration()
        .prefault('0s')
        .describe(
          'address translation forgets a silent device after this; counts where keep-alive is longer',
        ),
      'keep-alive': duration()
        .prefault('0s')
        .describe('distance of messages that keep the connection alive; 0s: none'),
      'handover-every': duration()
        .prefault('0s')
        .describe(
          'mean distance of handovers; driving: 16 to 20s on 4G, 6 to 10s on NSA, 47s on SA',
        ),
      handover: duration()
        .prefault(defaults.handover)
        .describe('how long nothing passes in a handover (assumption)'),
      connected: number({ min: 0 }).prefault(1060).describe('mW drawn while connected'),
      idle: number({ min: 0 }).prefault(20).describe('mW drawn while idle, with its paging'),
      promoting: number({ min: 0 }).prefault(1211).describe('mW drawn on the way to connected'),
    },
    make: (params): Made => ({
      inactivityMs: params.inactivity,
      awakeMs: Math.min(params.awake, params.inactivity),
      drxMs: params.drx,
      listenMs: params.listen,
      pagingMs: params.paging,
      promotionMs: params.promotion,
      inactiveMs: params.inactive,
      resumeMs: params.resume,
      resumedMs: Math.max(params.resumed, params.inactivity),
      natMs: params.nat,
      keepAliveMs: params['keep-alive'],
      handoverEveryMs: params['handover-every'],
      handoverMs: params.handover,
      connectedMw: params.connected,
      idleMw: params.idle,
      promotionMw: params.promoting,
    }),
  });
}

const always = radio({
  name: 'always',
  summary: 'a radio that is always ready: nothing waits for it and it draws nothing',
  source: 'definition; for devices on a line, and for isolating other effects',
  params: {},
  make: (): Made => undefined,
});

const lte = states(
  'lte',
  'a phone on 4G: connected for 10 s after its last packet, then called each 1.28 s',
  `timers: ${PROBE}, Verizon LTE; ${HUANG}`,
  {
    inactivity: '10s',
    drx: '320ms',
    promotion: '260ms',
    inactive: '0s',
    resume: '0s',
    resumed: '0s',
    handover: '45ms',
  },
);

const nsa = states(
  '5g-nsa',
  'a phone on 5G that is anchored in 4G: as on 4G, with longer handovers',
  `timers: ${PROBE}, Verizon and T-Mobile NSA low band; ${HUANG}`,
  {
    inactivity: '10s',
    drx: '320ms',
    promotion: '260ms',
    inactive: '0s',
    resume: '0s',
    resumed: '0s',
    handover: '150ms',
  },
);

const sa = states(
  '5g-sa',
  'a phone on stand-alone 5G: between connected and idle it is inactive for 5 s; a connection that was resumed lasts as long',
  `timers and promotions: ${PROBE}, T-Mobile SA, 477 probes after 10 to 20 s; ITU-R M.2410 §4.7.2 has 20 ms as a target; powers: Huang et al., MobiSys 2012 (from memory)`,
  {
    inactivity: '10s',
    drx: '40ms',
    promotion: '390ms',
    inactive: '5s',
    resume: '330ms',
    resumed: '15s',
    handover: '40ms',
  },
);

export const radioStates = registry('radio', [always, lte, nsa, sa]);
