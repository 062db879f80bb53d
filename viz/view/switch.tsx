import type { Signal } from '@preact/signals';

interface Props<Choice extends string> {
  readonly label: string;
  /** Undefined: the first choice, whichever that is by then. */
  readonly chosen: Signal<Choice> | Signal<Choice | undefined>;
  readonly choices: readonly (readonly [Choice, string])[];
}

/** A few choices side by side, one of them pressed. */
export function Switch<Choice extends string>({ label, chosen, choices }: Props<Choice>) {
  const button = ([choice, text]: readonly [Choice, string]) => (
    <button
      type="button"
      key={choice}
      aria-pressed={choice === (chosen.value ?? choices[0]?.[0])}
      onClick={() => {
        chosen.value = choice;
      }}
    >
      {text}
    </button>
  );
  return (
    <fieldset class="switch" aria-label={label}>
      {choices.map(button)}
    </fieldset>
  );
}
