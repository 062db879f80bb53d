import { z } from 'zod';
import { oneOf } from '../../../part/one-of.ts';
import { count, number, ratio } from '../../../part/units.ts';
import { accessProfile } from '../profile.ts';
import { timeOnAirMs } from './airtime.ts';
import { LorawanMedium } from './lorawan-medium.ts';
import { REGIONS } from './region.data.ts';

const MS_PER_SECOND = 1000;
/** A device that is alone: SF9, 20 bytes. */
const TYPICAL = { spreading: 9, bytes: 20 };

const SPREADINGS = ['best', 'adr', '7', '8', '9', '10', '11', '12'] as const;

const spreadingOf = (given: (typeof SPREADINGS)[number]) =>
  given === 'best' || given === 'adr' ? given : Number(given);

const params = {
  region: z.enum(['eu868', 'us915']).default('eu868').describe('whose radio rules hold'),
  gateways: count({ min: 1, max: 64 }).prefault(1).describe('gateways in the place'),
  radius: number({ above: 0 }).prefault(2).describe('km within which devices and gateways stand'),
  spreading: oneOf(SPREADINGS)
    .prefault('best')
    .describe(
      'best: the fastest that distance allows; adr: taught by the network; or 7 to 12 for all',
    ),
  channels: count({ min: 1, max: 64 }).optional().describe('default: 8 in both regions'),
  demodulators: count({ min: 1 })
    .prefault(8)
    .describe('frames that a gateway reads at the same time'),
  duty: ratio({ above: 0 })
    .optional()
    .describe('part of the time a device may send; default 1% in eu868'),
  confirmed: z.boolean().default(false).describe('uplinks are confirmed, and sent again if not'),
  tries: count({ min: 1, max: 15 }).prefault(8).describe('times a confirmed frame is sent at most'),
  class: z.enum(['a', 'c']).default('a').describe('a: listens behind its own frames; c: always'),
  'loss-at-1km': number().prefault(128.95).describe('dB lost in the first km'),
  exponent: number({ above: 0 }).prefault(2.32).describe('how fast signals fade with distance'),
  shadowing: number({ min: 0 }).prefault(7.8).describe('deviation of the loss between devices, dB'),
};

export const lorawan = accessProfile({
  name: 'lorawan',
  summary: 'LoRaWAN: frames of a second on air that everybody shares, met and lost without a word',
  source:
    'time on air: Semtech AN1200.13; collisions: Goursaud & Gorce 2015, LoRaSim (Bor et al., MSWiM 2016), 8 demodulators; rules: RP002-1.0.4, EN 300 220; path loss: Petäjäjärvi et al., ITST 2015, Oulu (from memory)',
  params,
  make: (given) => {
    const region = REGIONS[given.region];
    const airtimeMs = timeOnAirMs(TYPICAL);
    const bitsPerSecond = (8 * TYPICAL.bytes * MS_PER_SECOND) / airtimeMs;
    const settings = {
      region,
      gateways: given.gateways,
      radiusKm: given.radius,
      spreading: spreadingOf(given.spreading),
      channels: given.channels ?? region.channels,
      demodulators: given.demodulators,
      dutyShare: given.duty ?? region.deviceDuty,
      isConfirmed: given.confirmed,
      mostTries: given.tries,
      listensAlways: given.class === 'c',
      dbAtOneKm: given['loss-at-1km'],
      exponent: given.exponent,
      shadowingDb: given.shadowing,
    };
    return {
      oneWayMs: () => airtimeMs,
      downBitsPerSecond: () => bitsPerSecond,
      upBitsPerSecond: () => bitsPerSecond,
      medium: (context) => new LorawanMedium(settings, context),
    };
  },
});
