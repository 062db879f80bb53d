/** What may be said of things that report over a protocol with connections. */
import { z } from 'zod';
import { choiceOf } from '../../../part/choice.ts';
import { bytes, duration } from '../../../part/units.ts';
import { backoffs } from '../../balance/resilience/backoff.ts';
import { varying } from '../../distribution/distribution.ts';
import { arrivalProcesses } from '../arrivals.ts';

export const connectionParams = z.strictObject({
  'keep-alive': duration()
    .prefault('0s')
    .describe(
      'a device that has sent nothing for so long sends a heartbeat; after 1.5 of it the server takes the device for gone (MQTT 3.1.1 §3.1.2.10); 0s: never',
    ),
  reconnect: choiceOf(backoffs)
    .prefault({ exponential: { base: '1s', max: '2m' } })
    .describe(
      'how long a device waits before it connects again; 1 s to 2 min are those of Paho (reconnect_delay_set)',
    ),
  patience: duration({ above: 0 })
    .prefault('15m')
    .describe(
      'a server gives a connection up over which a device has taken nothing for so long; Linux tcp_retries2: 924 s',
    ),
  session: z
    .enum(['kept', 'clean'])
    .default('kept')
    .describe(
      'whether a server keeps what a device has subscribed to and not got when its connection ends (MQTT 3.1.1 §3.1.2.4)',
    ),
  begin: z
    .enum(['connected', 'cold'])
    .default('connected')
    .describe('whether devices are connected when the run begins, or unknown to their server'),
});

export const commandParams = z.strictObject({
  arrivals: choiceOf(arrivalProcesses).describe('how commands follow each other, to any device'),
  size: varying(bytes)
    .prefault('20B')
    .describe('bytes of a command; 20 B is that of TR 45.820 Annex E, network command'),
  ttl: duration({ above: 0 })
    .optional()
    .describe(
      'a command is not sent after this (MQTT 5 §3.3.2.3.3); default: it is always worth it',
    ),
});

export const outageParams = z.strictObject({
  from: duration().describe('when all devices lose their power'),
  lasts: duration({ above: 0 }).describe('for how long'),
  restart: varying(duration)
    .prefault('0s')
    .describe('how long a device then waits before it connects; drawn for each'),
});

export type ConnectionParams = z.output<typeof connectionParams>;
export type CommandParams = z.output<typeof commandParams>;
export type OutageParams = z.output<typeof outageParams>;
