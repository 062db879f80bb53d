/** How long ends of TCP wait. */

/** Before anything has been measured. Source: RFC 6298 §2.1 */
export const FIRST_TIMEOUT_MS = 1000;
/** Source: RFC 6298 §2.4 */
export const LONGEST_TIMEOUT_MS = 60_000;
/** R2: at least 100 s. Source: RFC 9293 §3.8.3 */
export const GIVES_UP_MS = 100_000;
/** R2 of a connection that is being set up: at least 3 minutes. Source: RFC 9293 §3.8.3 */
export const GIVES_UP_SETTING_UP_MS = 180_000;
