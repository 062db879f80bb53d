/** Choosing, running, pausing, speed; opening, saving, sharing. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { download, textFile } from './download.ts';
import { GALLERY } from './gallery.ts';
import { format, messages } from './preferences.ts';
import { Rewind } from './rewind.tsx';
import {
  choose,
  file,
  isBusy,
  limitSpeed,
  nowMs,
  openFiles,
  problems,
  progress,
  result,
  runOrPause,
  share,
  speed,
  status,
  stop,
  text,
} from './session.ts';

export function Controls() {
  return (
    <section class="controls">
      <Gallery />
      <RunButtons />
      <Progress />
      <Rewind />
      <Speed />
    </section>
  );
}

function Gallery() {
  const say = messages.value;
  const isOwn = !GALLERY.some((entry) => entry.file === file.value);
  return (
    <label class="field">
      <span>{say.chooseScenario}</span>
      <select
        value={isOwn ? '' : file.value}
        onChange={(event) => choose(event.currentTarget.value)}
        id="gallery"
      >
        {isOwn && <option value="">{say.ownScenario}</option>}
        {GALLERY.map((entry) => (
          <option key={entry.file} value={entry.file}>
            {entry.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function RunButtons() {
  const say = messages.value;
  const isRunning = status.value === 'running';
  const runText = isRunning ? say.pause : status.value === 'paused' ? say.resume : say.run;
  const cannotRun = !isBusy.value && (problems.value.length > 0 || text.value.trim() === '');
  return (
    <div class="buttons">
      <button type="button" class="main" id="run" onClick={runOrPause} disabled={cannotRun}>
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
          <path d={isRunning ? 'M2 1h3v10H2zM7 1h3v10H7z' : 'M2 1l9 5-9 5z'} fill="currentColor" />
        </svg>
        {runText}
      </button>
      <button type="button" id="stop" onClick={stop} disabled={!isBusy.value}>
        {say.stop}
      </button>
    </div>
  );
}

function Progress() {
  const say = messages.value;
  const share = status.value === 'opened' ? 0 : progress.value;
  return (
    <div class="progress">
      <progress value={share} max={1} aria-label={say.virtualTime} />
      <span id="status" data-status={status.value} role="status">
        {say.status[status.value]}
      </span>
      <span id="now" data-now-ms={nowMs.value}>
        {isBusy.value || share > 0 ? format.value.clock(nowMs.value) : ''}
      </span>
    </div>
  );
}

/** Steps of the slider; the last has no limit. */
const SPEEDS: readonly (number | null)[] = [1, 3, 10, 30, 100, 300, 1000, null];

function Speed() {
  const say = messages.value;
  const written = speed.value === null ? say.speedMax : say.speedTimes(speed.value);
  return (
    <label class="field row">
      <span>{say.speed}</span>
      <input
        type="range"
        id="speed"
        min={0}
        max={SPEEDS.length - 1}
        step={1}
        value={SPEEDS.indexOf(speed.value)}
        aria-valuetext={written}
        onInput={(event) => limitSpeed(SPEEDS[event.currentTarget.valueAsNumber] ?? null)}
      />
      <output>{written}</output>
    </label>
  );
}

export function Files() {
  const say = messages.value;
  const picker = useRef<HTMLInputElement>(null);
  const shared = useSignal('');
  const save = () => {
    const data = result.peek();
    if (data === undefined) return;
    const name = `${data.scenario.file.replace(/\.ya?ml$/, '')}.result.json`;
    download(name, textFile(`${JSON.stringify(data)}\n`, 'application/json'));
  };
  const copyLink = async () => {
    shared.value = (await share()) ? say.shared : say.shareInAddress;
    setTimeout(() => {
      shared.value = '';
    }, 2500);
  };
  const pick = (event: { currentTarget: HTMLInputElement }) => {
    void openFiles([...(event.currentTarget.files ?? [])]);
    event.currentTarget.value = '';
  };
  return (
    <span class="files">
      <input type="file" multiple hidden ref={picker} onChange={pick} id="picker" />
      <button type="button" class="quiet" onClick={() => picker.current?.click()}>
        {say.open}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={save}
        disabled={result.value === undefined}
        id="save"
      >
        {say.save}
      </button>
      <button type="button" class="quiet" onClick={copyLink} id="share">
        <span aria-live="polite">{shared.value || say.share}</span>
      </button>
    </span>
  );
}
