/** What became of each assertion: sign, text, measured value, limit and the line it stands on. */
import { metastable, type Outcome, type Result, type Verdict } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';
import { Promises } from './promises.tsx';

/** Signs say the outcome without colour. */
const SIGNS: Readonly<Record<Outcome, string>> = { pass: '✓', fail: '✗', inconclusive: '?' };

export function Verdicts({ result }: { result: Result }) {
  const say = messages.value;
  const { verdicts } = result;
  const empty = result.complete ? say.noVerdicts : say.pendingVerdicts;
  return (
    <section class="card verdicts" aria-labelledby="verdicts-title" id="verdicts">
      <header class="card-head">
        <h3 id="verdicts-title">{say.verdicts}</h3>
        {verdicts.length > 0 && <Tally result={result} />}
      </header>
      {verdicts.length === 0 ? (
        <p class="summary">{empty}</p>
      ) : (
        <ul>
          {verdicts.map((verdict) => (
            <VerdictRow key={`${verdict.line}:${verdict.column}`} verdict={verdict} />
          ))}
        </ul>
      )}
      <Promises result={result} />
      <Unrecovered result={result} />
    </section>
  );
}

/** Failures that outlive what set them off: no chart says so by itself. */
function Unrecovered({ result }: { result: Result }) {
  const say = messages.value;
  const share = (value: number) => format.value.unit(value, 'ratio');
  return metastable(result).map(({ traffic, trigger, beforeRatio, afterRatio }) => (
    <p class="unrecovered" key={`${traffic} ${trigger}`}>
      {say.metastable(traffic, trigger, share(beforeRatio), share(afterRatio))}
    </p>
  ));
}

/** How many of each outcome; without a colour while the run may still change them. */
function Tally({ result: { verdicts, complete } }: { result: Result }) {
  const say = messages.value;
  const count = (outcome: Outcome) => verdicts.filter((one) => one.outcome === outcome).length;
  const [pass, fail, open] = [count('pass'), count('fail'), count('inconclusive')];
  const summary = say.verdictsSummary(pass, fail, open);
  if (!complete) return <span class="pill">{say.soFar(summary)}</span>;
  const worst = fail > 0 ? 'fail' : open > 0 ? 'inconclusive' : 'pass';
  return <span class={`pill ${worst}`}>{summary}</span>;
}

function VerdictRow({ verdict }: { verdict: Verdict }) {
  const say = messages.value;
  const write = (value: number | undefined) => format.value.unit(value, verdict.unit);
  const { outcome, low, high, reason } = verdict;
  const notes = [
    low === undefined || high === undefined ? '' : say.interval(write(low), write(high)),
    reason ?? '',
  ].filter(Boolean);
  return (
    <li class={outcome}>
      <span class="sign" role="img" aria-label={say.outcome[outcome]}>
        {SIGNS[outcome]}
      </span>
      <code>{verdict.text}</code>
      <span class="measured" title={say.measured}>
        {write(verdict.value)}
      </span>
      <span class="where">
        {say.line} {verdict.line}
      </span>
      {notes.length > 0 && <span class="why">{notes.join(' · ')}</span>}
    </li>
  );
}
