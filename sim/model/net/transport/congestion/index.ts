import { registry } from '../../../../part/part.ts';
import { bbr } from './bbr.ts';
import { cubic } from './cubic.ts';
import { reno } from './reno.ts';

export const congestionControls = registry('congestion control', [cubic, reno, bbr]);
