/** The dashboard's page: bar, editor, and the result or what to do to get one. */
import { LooksButtons, Wordmark } from '../view/brand.tsx';
import { ResultView } from '../view/result-view.tsx';
import { Controls, Files } from './controls.tsx';
import { Editor } from './editor.tsx';
import { isDropping } from './inputs.ts';
import { messages } from './preferences.ts';
import { before, isBusy, result, status, trouble } from './session.ts';

export function Dashboard() {
  return (
    <>
      <header class="topbar">
        <Wordmark />
        <span class="spring" />
        <Files />
        <LooksButtons />
      </header>
      <div class="shell">
        <aside class="side" aria-label={messages.value.scenario}>
          <Controls />
          <Editor />
        </aside>
        <main>
          <Trouble />
          {result.value === undefined ? (
            <Empty />
          ) : (
            <ResultView result={result.value} before={before.value} />
          )}
        </main>
      </div>
      {isDropping.value && <div class="drop">{messages.value.dropHere}</div>}
    </>
  );
}

function Trouble() {
  const dismiss = () => {
    trouble.value = undefined;
  };
  return (
    <div role="alert">
      {trouble.value !== undefined && (
        <p class="trouble">
          <span>{trouble.value}</span>
          <button type="button" class="quiet" onClick={dismiss}>
            {messages.value.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}

/** What stands here before the first result teaches how to get it. */
function Empty() {
  const say = messages.value;
  if (isBusy.value) return <p class="empty">{say.starting}</p>;
  return (
    <section class="empty" data-status={status.value}>
      <svg viewBox="0 0 240 80" width="240" height="80" aria-hidden="true">
        <path d="M44 40h40M108 40h34M166 40h34" class="flow" />
        <circle cx="32" cy="40" r="12" style="fill: var(--kind-clients)" />
        <rect x="84" y="28" width="24" height="24" rx="6" style="fill: var(--tier-1)" />
        <rect x="142" y="28" width="24" height="24" rx="6" style="fill: var(--tier-2)" />
        <rect x="200" y="28" width="24" height="24" rx="6" style="fill: var(--kind-origin)" />
      </svg>
      <h2>{say.emptyTitle}</h2>
      <p>{say.emptyText}</p>
      <ul>
        {[say.emptyTipKey, say.emptyTipEdit, say.emptyTipOpen].map((tip) => (
          <li key={tip}>{tip}</li>
        ))}
      </ul>
    </section>
  );
}
