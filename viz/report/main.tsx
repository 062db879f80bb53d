/** The single-file report: draws the Result that the command line wrote into the page. */
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../style/style.css';
import { applyPreferences, messages } from '../app/preferences.ts';
import { openResult } from '../app/saved-result.ts';
import { LooksButtons, Wordmark } from '../view/brand.tsx';
import { hook } from '../view/chart-host.tsx';
import { ResultView } from '../view/result-view.tsx';

function Report({ embedded }: { embedded: string }) {
  const say = messages.value;
  const opened = embedded.trim() === 'null' ? undefined : openResult('report', embedded, say);
  if (opened !== undefined && 'result' in opened) {
    document.title = `${opened.result.scenario.title} – Twinwing`;
    Object.assign(hook, { result: () => opened.result });
  }
  return (
    <>
      <header class="topbar">
        <Wordmark />
        <span class="spring" />
        <LooksButtons />
      </header>
      <main class="report">
        {opened === undefined && <p class="empty">{say.reportEmpty}</p>}
        {opened !== undefined && 'problem' in opened && <p class="trouble">{opened.problem}</p>}
        {opened !== undefined && 'result' in opened && <ResultView result={opened.result} />}
      </main>
    </>
  );
}

function start(): void {
  applyPreferences();
  const embedded = document.getElementById('twinwing-result')?.textContent ?? 'null';
  render(<Report embedded={embedded} />, document.getElementById('app')!);
}

// A classic script in the head runs before the body is there.
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start);
else start();
