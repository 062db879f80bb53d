import { registry } from '../../part/part.ts';
import { ble, bleBeacon } from './ble/ble.ts';
import { fourG, mmWave, standAlone, threeG } from './cellular/profiles.ts';
import { slice } from './cellular/slice.ts';
import { lteM, nbIotCell } from './cellular-iot/profiles.ts';
import { embb5g } from './embb.ts';
import { fibre } from './fibre.ts';
import { lorawan } from './lorawan/lorawan.ts';
import { nbIot } from './nb-iot.ts';
import { none } from './none.ts';
import { geo } from './satellite/geo.ts';
import { leo } from './satellite/leo.ts';
import { markov } from './throughput/markov.ts';
import { bandwidthTrace } from './throughput/trace.ts';
import { cable, dsl, wifi } from './wired.ts';
import { zigbee } from './zigbee/zigbee.ts';

export const accessProfiles = registry('access profile', [
  fibre,
  cable,
  dsl,
  wifi,
  threeG,
  fourG,
  embb5g,
  mmWave,
  standAlone,
  slice,
  geo,
  leo,
  bandwidthTrace,
  markov,
  nbIot,
  nbIotCell,
  lteM,
  lorawan,
  zigbee,
  ble,
  bleBeacon,
  none,
]);
