/** Where the parts of the built package are. */
import { fileURLToPath } from 'node:url';

const built = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The HTML report without data, made by Vite. */
export const REPORT_SHELL = built('shell/report.html');

/** The dashboard, made by Vite. */
export const DASHBOARD = built('viz');
