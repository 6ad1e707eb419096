import type { Code, ParamsOf } from '../../diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import { field } from '../../ir/build.ts';
import type { Field } from '../../ir/value.ts';
import type { Schema } from '../../schema/schema.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText, type Span } from '../../text/source-text.ts';
import { readParts, type SigmaPart } from './text-parts.ts';

/** Texts for the names of placeholders, in Sigma's spelling: they may hold wildcards. */
export type Placeholders = Pick<ReadonlyMap<string, readonly string[]>, 'get'>;

/** What a detection is read in. */
export interface DetectionContext {
  /** What is known of the fields. A field that is in no schema has an unknown type: values compare as text. */
  readonly schema?: Schema;
  readonly placeholders?: Placeholders;
  /** Keys of the section besides `condition` that are no search identifiers: `rules` in a filter. */
  readonly reserved?: readonly string[];
}

/** One rule may spell out so many values; the largest public rule has about five thousand. */
const MAX_VALUES = 100_000;

const NO_PLACEHOLDERS: Placeholders = new Map();

/** What a detection is lowered in, and the diagnostics collected on the way. */
export class Scope {
  readonly diagnostics: Diagnostic[] = [];
  readonly #schema: Schema | undefined;
  readonly #placeholders: Placeholders;
  #values = 0;

  constructor({ schema, placeholders = NO_PLACEHOLDERS }: DetectionContext) {
    this.#schema = schema;
    this.#placeholders = placeholders;
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(isError);
  }

  report<C extends Code>(code: C, params: ParamsOf<C>, span: Span): void {
    this.diagnostics.push(diagnostic(code, params, span));
  }

  field(name: string, origin: Span): Field {
    const info = this.#schema?.find(name);
    return info?.kind === 'usable'
      ? field(info.name, info, { origin })
      : field(name, { type: 'unknown', list: false }, { origin });
  }

  /** The values of a placeholder as parts, or nothing where none were handed in. */
  placeholder(name: string): readonly (readonly SigmaPart[])[] | undefined {
    return this.#placeholders
      .get(name)
      ?.map((text) => readParts(Slice.verbatim(new SourceText(`placeholder ${name}`, text))));
  }

  /** Counts values that expansions made; false, once, where there are too many, and from then on. */
  mayHave(count: number, span: Span): boolean {
    const wasOpen = this.#values <= MAX_VALUES;
    this.#values += count;
    if (this.#values <= MAX_VALUES) return true;
    if (wasOpen) this.report('sigma/too-many-values', { limit: MAX_VALUES }, span);
    return false;
  }
}
