/** The scenario as text, with line numbers and its problems. */
import { useRef } from 'preact/hooks';
import type { Problem } from '../../sim/index.ts';
import { messages } from './preferences.ts';
import { checkedCharacters, edit, problems, text } from './session.ts';

export function Editor() {
  const say = messages.value;
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLDivElement>(null);
  const lines = text.value.split('\n');
  const marked = new Set(problems.value.map((problem) => problem.line));
  const follow = () => {
    numbers.current!.scrollTop = area.current!.scrollTop;
  };
  return (
    <section class="editor">
      <div class="sheet">
        <div class="numbers" ref={numbers} aria-hidden="true">
          {lines.map((_, index) => (
            <div key={index} class={marked.has(index + 1) ? 'marked' : undefined}>
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          id="scenario"
          ref={area}
          aria-label={say.scenarioText}
          aria-describedby="problems"
          spellcheck={false}
          autocomplete="off"
          wrap="off"
          value={text.value}
          onInput={(event) => edit(event.currentTarget.value)}
          onScroll={follow}
        />
      </div>
      <Problems select={(problem) => select(area.current!, problem)} />
    </section>
  );
}

/** Puts the cursor on what a problem is about. */
function select(area: HTMLTextAreaElement, { line, column, length }: Problem): void {
  const before = area.value.split('\n').slice(0, line - 1);
  const from = before.reduce((total, text) => total + text.length + 1, column - 1);
  area.focus();
  area.setSelectionRange(from, from + length);
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * lineHeight);
}

function Problems({ select }: { select: (problem: Problem) => void }) {
  const say = messages.value;
  const found = problems.value;
  return (
    <div id="problems" class="problems" role="status" data-checked={checkedCharacters.value}>
      <p class={found.length === 0 ? 'sound' : 'unsound'}>
        {found.length === 0 ? `✓ ${say.noProblems}` : `✗ ${say.problems(found.length)}`}
      </p>
      <ul>
        {found.map((problem) => (
          <li key={`${problem.line}:${problem.column}:${problem.message}`}>
            <button type="button" class="quiet" onClick={() => select(problem)}>
              <span class="where">
                {say.problemAt(problem.line, problem.column)} <code>{problem.code}</code>
              </span>
              <span>{[problem.path, problem.message].filter(Boolean).join(': ')}</span>
              {problem.hint !== undefined && <span class="note">{problem.hint}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
