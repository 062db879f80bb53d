/** Versions of MQTT as CONNECT says them: 4 is 3.1.1. Source: 3.1.1 §3.1.2.2, 5.0 §3.1.2.2 */
export type Version = 4 | 5;
