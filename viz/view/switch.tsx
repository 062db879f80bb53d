interface Props<Choice extends string> {
  readonly label: string;
  readonly value: Choice;
  readonly choices: readonly (readonly [Choice, string])[];
  readonly onChoose: (choice: Choice) => void;
}

/** A few choices side by side, one of them pressed. */
export function Switch<Choice extends string>({ label, value, choices, onChoose }: Props<Choice>) {
  return (
    <fieldset class="switch" aria-label={label}>
      {choices.map(([choice, text]) => (
        <button
          type="button"
          key={choice}
          aria-pressed={choice === value}
          onClick={() => onChoose(choice)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
