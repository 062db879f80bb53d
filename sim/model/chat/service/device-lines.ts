/** What a full chat knows of the lines of devices. */

/** Layout of what is known of a device: two doubles, and integers from here on. */
export const UP = 0;
export const DOWN = 1;
export const CONNECTION = 4;
export const DOUBLES = 4;

/**
 * What is so near to its place takes its turn on the device’s way down at once: an event less, and what comes
 * over the line in this time from elsewhere is behind it, ms.
 */
export const NEAR_MS = 50;
