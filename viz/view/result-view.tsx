/** A Result as a page: what the dashboard and the report share. */
import type { Result } from '../../sim/index.ts';
import { format, messages } from '../app/preferences.ts';
import { reachedMs } from '../data/ask.ts';
import { Charts } from './charts.tsx';
import { Cost } from './cost-card.tsx';
import { ModelCard } from './model-card.tsx';
import { Tiles } from './tiles.tsx';
import { Verdicts } from './verdicts.tsx';

interface Props {
  readonly result: Result;
  /** Another run to compare with. */
  readonly before?: Result | undefined;
}

export function ResultView({ result, before }: Props) {
  const say = messages.value;
  const { scenario } = result;
  const facts = [
    scenario.file,
    `${say.virtualTime} ${format.value.clock(reachedMs(result))}`,
    `${say.seed} ${scenario.seed}`,
    say.replications(scenario.replications),
  ];
  return (
    <div class="result" data-fingerprint={result.replications[0]?.fingerprint}>
      <header class="result-head">
        <h2>{scenario.title}</h2>
        {!result.complete && <span class="pill">{say.incomplete}</span>}
        <p>{facts.join(' · ')}</p>
      </header>
      <Verdicts result={result} />
      <Tiles result={result} />
      <Cost result={result} />
      <Charts result={result} before={before} />
      <ModelCard result={result} />
    </div>
  );
}
