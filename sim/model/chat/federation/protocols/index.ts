import { registry } from '../../../../part/part.ts';
import { matrix } from './matrix.ts';
import { xmpp } from './xmpp.ts';

export const federationProtocols = registry('federation protocol', [xmpp, matrix]);
