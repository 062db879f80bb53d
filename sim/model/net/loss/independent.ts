import { log } from '../../../engine/math/index.ts';
import { ratio } from '../../../part/units.ts';
import { lossModel } from './loss.ts';

export const independent = lossModel({
  name: 'independent',
  summary: 'loses each packet with the same chance',
  source: 'definition; Mathis et al., ACM CCR 27(3), 1997, assume the like',
  main: 'share',
  params: { share: ratio({ above: 0, max: 0.99 }).describe('part of the packets that is lost') },
  make: ({ share }, random) => {
    const perPacket = log(1 - share);
    // Geometric, by inversion; 1 - u is above 0.
    return { untilNext: () => Math.floor(log(1 - random.uniform()) / perPacket) };
  },
});
