/** A JavaScript engine that may be on this machine. */
export interface ScenarioText {
  readonly file: string;
  readonly text: string;
}

/** What `work.mjs` gives: by name, the JSON of a Result or a hash of many numbers. */
export type Answer = Readonly<Record<string, string>>;

export type Engine =
  | {
      readonly name: string;
      readonly work: (scenarios: readonly ScenarioText[]) => Promise<Answer>;
    }
  | { readonly name: string; readonly missing: string };
