/** Ways in that belong to no button: files dropped on the page, and keys. */
import { signal } from '@preact/signals';
import { openFiles, runOrPause } from './session.ts';

/** Whether a file hovers over the page. */
export const isDropping = signal(false);

export function acceptDrops(): void {
  addEventListener('dragover', (event) => {
    event.preventDefault();
    isDropping.value = true;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) isDropping.value = false;
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    isDropping.value = false;
    void openFiles([...(event.dataTransfer?.files ?? [])]);
  });
}

/** Where a space is text or presses what has the focus. */
const TAKES_SPACE = 'input, textarea, select, button, a, summary, [tabindex]';

/** Space runs and pauses, unless it belongs to what has the focus. */
export function acceptKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.key !== ' ' || event.repeat) return;
    if (event.target instanceof Element && event.target.matches(TAKES_SPACE)) return;
    event.preventDefault();
    runOrPause();
  });
}
