import { connecting } from './connecting.ts';
import { format } from './format.ts';
import { publishing } from './publishing.ts';
import { subscribing } from './subscribing.ts';

/** What is done to a broker to see whether it keeps to a statement. */
export const CHECKS = { ...format, ...connecting, ...publishing, ...subscribing };
export type Check = keyof typeof CHECKS;
