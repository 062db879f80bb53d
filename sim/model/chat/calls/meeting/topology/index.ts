import { registry } from '../../../../../part/part.ts';
import { mcu } from './mcu.ts';
import { mesh } from './mesh.ts';
import { sfu } from './sfu.ts';

export const topologies = registry('meeting topology', [mesh, sfu, mcu]);
