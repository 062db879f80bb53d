import { registry } from '../../../part/part.ts';
import { gilbertElliott } from './gilbert-elliott.ts';
import { independent } from './independent.ts';

export const lossModels = registry('loss model', [independent, gilbertElliott]);
