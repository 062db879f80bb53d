/**
 * Files that a scenario names beside itself: traces, and scenarios that it extends. A page has no
 * folders, so each is known by the last part of its path.
 */
import { openTraceBytes, TraceError, TraceFeeder } from '../sim/index.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const lastPartOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const NOT_HERE = 'it is not on this page: drop it here, together with the scenario or after it';

export class ScenarioFiles {
  readonly #files = new Map<string, Uint8Array<ArrayBuffer>>();

  /** A file takes the place of one with the same name. */
  add(files: readonly NamedFile[]): void {
    for (const { name, bytes } of files) this.#files.set(name, bytes);
  }

  /** @throws Error when it is not here, or is no text. */
  text(path: string): string {
    const bytes = this.#files.get(lastPartOf(path));
    if (bytes === undefined) throw new Error(NOT_HERE);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new Error('no text in UTF-8');
    }
  }

  /** What fills the traces of a run. */
  feeder(scenario: ConstructorParameters<typeof TraceFeeder>[0]): TraceFeeder {
    return new TraceFeeder(scenario, (path, options) => {
      const bytes = this.#files.get(lastPartOf(path));
      if (bytes === undefined) throw new TraceError(`${path}: ${NOT_HERE}`);
      return openTraceBytes(path, bytes, options);
    });
  }
}
