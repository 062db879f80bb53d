/** Moving through a run that has begun: to any time, by one event, and away from it by a fork. */
import { useSignal } from '@preact/signals';
import { durationMs } from '../data/ask.ts';
import { entryFor, FORKS, type Fork } from './fork-entry.ts';
import { format, messages } from './preferences.ts';
import {
  canFork,
  canRewind,
  fork,
  nowMs,
  replications,
  result,
  seek,
  stepOnce,
} from './session.ts';

const STEPS = 1000;

export function Rewind() {
  const shown = result.value;
  if (shown === undefined || !canRewind.value) return null;
  const say = messages.value.rewind;
  const endMs = durationMs(shown);
  const stepMs = Math.max(1, Math.round(endMs / STEPS));
  return (
    <section class="rewind" aria-label={say.time}>
      <label class="field row">
        <span>{say.time}</span>
        <input
          type="range"
          id="time"
          min={0}
          max={endMs}
          step={stepMs}
          value={nowMs.value}
          aria-valuetext={format.value.clock(nowMs.value)}
          onInput={(event) => seek(Math.min(endMs, event.currentTarget.valueAsNumber))}
        />
        <button type="button" id="step" onClick={stepOnce} disabled={nowMs.value >= endMs}>
          {say.step}
        </button>
      </label>
      <ForkForm />
      {replications.value > 1 && <p class="hint">{say.firstAlone}</p>}
    </section>
  );
}

function ForkForm() {
  const say = messages.value.rewind;
  const chosen = useSignal<Fork>('crash');
  const typed = useSignal<string | undefined>(undefined);
  const proposed = entryFor(chosen.value, result.value!, nowMs.value);
  const entry = typed.value ?? proposed ?? '';
  const apply = () => {
    fork(entry);
    typed.value = undefined;
  };
  return (
    <details id="fork-form">
      <summary>{say.fork}</summary>
      <select
        id="fork-what"
        aria-label={say.what}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = event.currentTarget.value as Fork;
          typed.value = undefined;
        }}
      >
        {FORKS.map((one) => (
          <option key={one} value={one}>
            {say[one]}
          </option>
        ))}
      </select>
      <textarea
        id="fork-entry"
        rows={2}
        aria-label={say.entry}
        spellcheck={false}
        value={entry}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
      <button type="button" id="fork" onClick={apply} disabled={!canFork.value || entry === ''}>
        {say.forkHere}
      </button>
      {!canFork.value && <p class="hint">{say.edited}</p>}
    </details>
  );
}
