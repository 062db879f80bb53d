import type { Choice } from '../../../part/choice.ts';
import { count, duration, ratio } from '../../../part/units.ts';
import type { Distribution } from '../../distribution/distribution.ts';
import { varying } from '../../distribution/distribution.ts';
import { type Mapping, type MappingContext, mapping } from './mapping.ts';

interface Settings {
  readonly networks: number;
  readonly misrouted: number;
  readonly penalty: Choice<Distribution>;
  readonly convergence: Choice<Distribution>;
}

/**
 * All sites announce one address, and each network's routing picks one by the length of paths, not by their
 * time. Paths are not simulated: which networks are led astray, and how far, is drawn as it was measured.
 */
class Anycast implements Mapping {
  readonly resets = true;
  readonly #context: MappingContext;
  readonly #networks: number;
  /** By network: its catchment, and how long its routes take to change. */
  readonly #site: Int32Array;
  readonly #convergenceMs: Float64Array;

  constructor({ networks, misrouted, penalty, convergence }: Settings, context: MappingContext) {
    const { sites, clients, random } = context;
    this.#context = context;
    this.#networks = Math.min(networks, clients.devices);
    this.#site = new Int32Array(this.#networks);
    this.#convergenceMs = new Float64Array(this.#networks);
    const [farther, takes] = [penalty.make(), convergence.make()];
    for (let network = 0; network < this.#networks; network += 1) {
      const isAstray = random.uniform() < misrouted;
      const extraMs = farther.sample(random);
      this.#site[network] = isAstray ? sites.about(extraMs, 1) : 0;
      this.#convergenceMs[network] = takes.sample(random);
    }
  }

  siteOf(device: number, nowMs: number): number {
    const network = device % this.#networks;
    return this.#context.sites.at(this.#site[network]!, nowMs - this.#convergenceMs[network]!);
  }
}

export const anycast = mapping({
  name: 'anycast',
  summary: 'leaves it to routing which site gets a packet: mostly the nearest, at once elsewhere',
  source:
    'Calder et al., Analyzing the Performance of an Anycast CDN, IMC 2015: about 20 % of clients are not at their quickest site, every tenth is 25 ms or more away from it',
  params: {
    networks: count({ min: 1 })
      .prefault(100)
      .describe('networks in each place; the devices of one share their routes (assumption)'),
    misrouted: ratio().prefault('20%').describe('networks that are not at their quickest site'),
    penalty: varying(duration)
      .prefault({ exponential: '40ms' })
      .describe(
        'round trip by which those are farther, as close as there is a site; the default has a median of 28 ms',
      ),
    convergence: varying(duration)
      .prefault({ uniform: { min: '2s', max: '30s' } })
      .describe('until the routes of a network have changed: seconds to a minute (assumption)'),
  },
  make: (settings, context) => new Anycast(settings, context),
});
