/** The contract of a transport: how many round trips pass before the first request may leave. */
import { partOf } from '../../../part/part.ts';

export interface Transport {
  /** Round trips of a new connection before the request is sent. */
  readonly setupRoundTrips: number;
}

export const transport = partOf<Transport>();
