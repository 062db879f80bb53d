/** Bytes that HTTP adds around the objects themselves. */

/** Bytes of a request. Source: 3GPP HTTP traffic model as coded in ns-3 (three-gpp-http), 328 B. */
export const REQUEST_BYTES = 328;

/** Bytes of an answer that only says that nothing has changed (304). Assumption: its headers. */
export const NOT_MODIFIED_BYTES = 300;
