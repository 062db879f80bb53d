/**
 * Bytes of a query of the Internet Cache Protocol and of its answer: a header of 20, the host that asks, and
 * the URL. RFC 2186 §2. That a URL has 60 bytes is an assumption.
 */
export const ICP_BYTES = 84;

/** Bytes of a digest for each object in it: 8 bits. Fan et al., IEEE/ACM ToN 8(3), 2000, §V. */
export const DIGEST_BYTES_PER_OBJECT = 1;
