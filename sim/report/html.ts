/** A Result as one HTML file that opens from disk: the built shell with the data put in. */
import type { Result } from '../result/result.ts';

const OPEN = '<script type="application/json" id="twinwing-result">';
const CLOSE = '</script>';
const PLACEHOLDER = `${OPEN}null${CLOSE}`;

/**
 * @param shell `dist/shell/report.html`, which holds the placeholder once.
 * @throws Error when it does not, which means that the shell is not ours or was built wrongly.
 */
export function htmlReport(shell: string, result: Result): string {
  const at = shell.indexOf(PLACEHOLDER);
  if (at < 0) throw new Error('the report shell has no place for a result');
  // Nothing in the data may end the script element or open a comment (HTML, 13.2.5.4).
  const data = JSON.stringify(result).replaceAll('<', '\\u003c');
  return shell.slice(0, at) + OPEN + data + CLOSE + shell.slice(at + PLACEHOLDER.length);
}
