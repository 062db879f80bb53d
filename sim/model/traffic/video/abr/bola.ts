import { log } from '../../../../engine/math/index.ts';
import { duration, number } from '../../../../part/units.ts';
import { abrRule } from './rule.ts';

export const bola = abrRule({
  name: 'bola',
  summary: 'weighs the use of a rendition against what its bytes do to the buffer (BOLA-BASIC)',
  source:
    'Spiteri, Urgaonkar & Sitaraman, BOLA, INFOCOM 2016: argmax (V u + V γp − Q) / S, u = ln(S / S lowest), V from the largest buffer; γp 5 as in its evaluation',
  params: {
    gamma: number({ above: 0 })
      .prefault(5)
      .describe('γp: what it is worth not to stall, in units of utility'),
    buffer: duration({ above: 0 })
      .optional()
      .describe('buffer that it means to fill; default: the largest that the player has'),
  },
  main: 'gamma',
  make: ({ gamma, buffer }, { ladder, segmentMs, bufferMs }) => {
    const utilities = Float64Array.from(ladder, (rate) => log(rate / ladder[0]!));
    const most = Math.max(2, Math.min(buffer ?? bufferMs, bufferMs) / segmentMs);
    const v = (most - 1) / (utilities[ladder.length - 1]! + gamma);
    return {
      reserve() {},
      begin() {},
      loaded() {},
      choose({ bufferMs: nowMs }) {
        const segments = nowMs / segmentMs;
        let best = 0;
        let bestScore = Number.NEGATIVE_INFINITY;
        for (let level = 0; level < ladder.length; level += 1) {
          const score = (v * (utilities[level]! + gamma) - segments) / ladder[level]!;
          if (score < bestScore) continue;
          bestScore = score;
          best = level;
        }
        return best;
      },
    };
  },
});
