/** What a reader needs to trust a Result: its assumptions, how to replay it, its fingerprint. */
import { useSignal } from '@preact/signals';
import type { Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';

export function ModelCard({ result }: { result: Result }) {
  const say = messages.value;
  const events = result.replications.reduce((total, one) => total + one.events, 0);
  const { scenario } = result;
  return (
    <div class="grid">
      <section class="card" aria-labelledby="replay-title" id="replay">
        <header class="card-head">
          <h3 id="replay-title">{say.replay}</h3>
        </header>
        <Command text={`twinwing run ${scenario.file} --seed ${quoted(scenario.seed)}`} />
        <h4>{say.fingerprint}</h4>
        <p class="fingerprints">
          {result.replications.map((one) => (
            <code key={one.index}>{one.fingerprint}</code>
          ))}
        </p>
        <p class="summary">
          {say.replications(result.replications.length)} · {say.events(format.value.count(events))}{' '}
          · {say.madeBy(result.twinwing)} <span class="note">{say.fingerprintNote}</span>
        </p>
      </section>
      <Assumptions result={result} />
    </div>
  );
}

/** Quotes what a shell would take apart. */
const quoted = (text: string) =>
  /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

function Command({ text }: { text: string }) {
  const say = messages.value;
  const isCopied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    isCopied.value = true;
  };
  return (
    <div class="command">
      <code>{text}</code>
      {navigator.clipboard !== undefined && (
        <button type="button" class="quiet" onClick={copy}>
          {isCopied.value ? say.copied : say.copy}
        </button>
      )}
    </div>
  );
}

function Assumptions({ result }: { result: Result }) {
  const say = messages.value;
  return (
    <section class="card" aria-labelledby="assumptions-title" id="assumptions">
      <header class="card-head">
        <h3 id="assumptions-title">{say.assumptions}</h3>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="data-table" tabIndex={0} aria-label={say.assumptions}>
        <table class="words">
          <thead>
            <tr>
              {[say.about, say.value, say.source].map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.assumptions.map((one) => (
              <tr key={`${one.about} ${one.value}`}>
                <td>{say.inWords(one.about)}</td>
                <td>{say.inWords(one.value)}</td>
                <td class="note">{say.inWords(one.source)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="summary">{say.assumptionsNote}</p>
    </section>
  );
}
