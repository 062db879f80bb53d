import type { TraceBatch, TraceDecoder, TraceReader } from '../model/traffic/trace/batch.ts';
import { detectCompression, MAGIC_BYTES } from '../model/traffic/trace/compression.ts';
import {
  createDecoder,
  DETECT_BYTES,
  detectFormat,
  PARQUET,
  parseFormat,
  type TraceFormat,
} from '../model/traffic/trace/format.ts';
import { TraceError } from '../model/traffic/trace/trace-error.ts';
import { decompressed, peek, type TraceHost } from './trace-chunks.ts';

export interface TraceOptions {
  /** `auto`, the default, looks at the first bytes. */
  readonly format?: TraceFormat | 'auto';
  /** Leave bad records out and count them. */
  readonly lenient?: boolean;
}

/** A trace being read. The host asks for batches between slices of a simulation, which itself never waits. */
export interface TraceSource {
  /** What messages call it: a path or a file's name. */
  readonly name: string;
  /**
   * Replaces what the batch holds by the next requests; false at the end. Every batch but the last is full.
   *
   * @throws TraceError `name: found: expected …`.
   */
  next(batch: TraceBatch): Promise<boolean>;
  /** Known after the first `next`. */
  readonly format: TraceFormat | undefined;
  /** Known after the first `next`; counts records, objects and what was skipped, and names objects. */
  readonly decoder: TraceReader | undefined;
  /** Lets go of the file; only needed when reading stops before the end. */
  close(): Promise<void>;
}

const EXPECTED_FILE = 'expected a file, which can be read from its end';
const NOT_PLAIN =
  'another compression: expected the plain file, its columns are compressed already';

/** Reads a trace from whatever a host can give bytes of. */
export function traceSource(name: string, host: TraceHost, options: TraceOptions): TraceSource {
  return new ChunkSource(name, host, options);
}

class ChunkSource implements TraceSource {
  readonly name: string;
  readonly #host: TraceHost;
  readonly #lenient: boolean;
  #format: TraceFormat | 'auto';
  #decoder: TraceReader | undefined;
  /** Gives the decoder more of the trace; false at its end. */
  #more: (() => Promise<boolean>) | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #ended = false;

  constructor(name: string, host: TraceHost, options: TraceOptions) {
    this.name = name;
    this.#host = host;
    this.#lenient = options.lenient ?? false;
    this.#format = this.#checked(options.format ?? 'auto');
  }

  get format(): TraceFormat | undefined {
    return this.#format === 'auto' ? undefined : this.#format;
  }

  get decoder(): TraceReader | undefined {
    return this.#decoder;
  }

  async next(batch: TraceBatch): Promise<boolean> {
    try {
      return await this.#fill(batch);
    } catch (error) {
      await this.close();
      throw this.#explained(error);
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#host.close();
    await this.#chunks?.return?.();
  }

  async #fill(batch: TraceBatch): Promise<boolean> {
    batch.count = 0;
    this.#decoder ??= await this.#open();
    while (!this.#decoder.read(batch)) {
      if (this.#ended) return this.#finish(this.#decoder);
      await this.#advance(this.#decoder);
    }
    return true;
  }

  /** Looks at the first bytes, before and behind decompression, and starts the decoder they call for. */
  async #open(): Promise<TraceReader> {
    const [magic, raw] = await peek(this.#host.chunks, MAGIC_BYTES);
    if (magic.length === 0) throw new TraceError('empty: expected a trace');
    const compression = detectCompression(magic);
    const plain = decompressed(compression, raw, this.#host);
    const [first, chunks] = await peek(plain, DETECT_BYTES);
    if (first.length === 0) throw new TraceError('empty when decompressed: expected a trace');
    this.#chunks = chunks[Symbol.asyncIterator]();
    if (this.#format === 'auto') this.#format = detectFormat(first, this.name);
    if (this.#format === PARQUET) return this.#openParquet(compression === 'none');
    const decoder = createDecoder(this.#format, { lenient: this.#lenient });
    this.#more = () => this.#pushNext(decoder);
    return decoder;
  }

  async #openParquet(isPlain: boolean): Promise<TraceReader> {
    const { random } = this.#host;
    if (!isPlain) throw new TraceError(`parquet inside ${NOT_PLAIN}`);
    if (random === undefined) throw new TraceError(`parquet from a stream: ${EXPECTED_FILE}`);
    // Loaded when wanted: most traces are something else.
    const { ParquetGroups } = await import('./parquet-source.ts');
    const groups = await ParquetGroups.open(random, { lenient: this.#lenient });
    this.#more = () => groups.next();
    return groups.decoder;
  }

  async #advance(decoder: TraceReader): Promise<void> {
    if (await this.#more!()) return;
    decoder.end();
    await this.close();
  }

  async #pushNext(decoder: TraceDecoder): Promise<boolean> {
    const { done, value } = await this.#chunks!.next();
    if (done !== true) decoder.push(value);
    return done !== true;
  }

  #finish(decoder: TraceReader): false {
    if (decoder.records > 0) return false;
    throw new TraceError(`no request in the ${this.#format} trace: expected at least one`);
  }

  #checked(format: string): TraceFormat | 'auto' {
    try {
      return parseFormat(format);
    } catch (error) {
      this.#host.close();
      throw this.#explained(error);
    }
  }

  #explained(error: unknown): TraceError {
    const isOurs = error instanceof TraceError;
    const message = isOurs ? error.message : this.#host.explain(error);
    return new TraceError(`${this.name}: ${message}`, isOurs ? error.record : 0);
  }
}
