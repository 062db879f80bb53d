import { registry } from '../../../part/part.ts';
import { hdd } from './hdd.ts';
import { nvme } from './nvme.ts';
import { objectStore } from './object-store.ts';
import { ssd } from './ssd.ts';

export const disks = registry('disk', [nvme, ssd, hdd, objectStore]);
