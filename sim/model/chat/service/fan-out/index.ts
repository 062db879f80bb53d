import { registry } from '../../../../part/part.ts';
import { hybrid } from './hybrid.ts';
import { onRead } from './on-read.ts';
import { onWrite } from './on-write.ts';

export const fanOuts = registry('chat fan-out', [onWrite, onRead, hybrid]);
