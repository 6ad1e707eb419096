import { didYouMean } from '../base/did-you-mean.ts';
import {
  type ConvertOptions,
  type Diagnostic,
  diagnostic,
  type LoadedRule,
  type LoadOptions,
  type MappingPack,
  type Pipeline,
  packs,
  pipelinePlaceholders,
  readMapping,
  routeOf,
  SourceText,
} from '../index.ts';
import { readFlagged } from './load-flags.ts';

/** Flags that name a platform's fields. */
export interface MappingFlags {
  /** One name, or several with commas between, in the order in which a rule goes through them; a file of the user's own by its path. */
  readonly mapping?: string;
  readonly strictFields?: boolean;
}

/** The names of the mappings, for help. */
export const mappingNames = (): string => `${[...new Set(packs.map(({ id }) => id))].sort().join(', ')}, or YAML files`;

/** The names of a flag that takes several. */
export const namesIn = (flag: string | undefined): readonly string[] =>
  flag === undefined
    ? []
    : flag
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');

const isFile = (name: string): boolean => /\.ya?ml$/i.test(name) || /[\\/]/.test(name);

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** What `--mapping` names: packs that come with isorule, and files. */
export class Mappings {
  readonly diagnostics: Diagnostic[] = [];
  readonly #names: (string | Pipeline)[] = [];
  readonly #known: MappingPack[] = [...packs];

  constructor(flag: string | undefined) {
    for (const name of namesIn(flag)) {
      if (isFile(name)) this.#file(name);
      else this.#pack(name);
    }
  }

  #pack(name: string): void {
    const known = packs.map(({ id }) => id);
    if (!known.includes(name))
      this.diagnostics.push(diagnostic('cli/unknown-mapping', { name, near: didYouMean(name, known) }));
    this.#names.push(name);
  }

  #file(path: string): void {
    const source = readFlagged(path);
    if (!(source instanceof SourceText)) {
      this.diagnostics.push(source);
      return;
    }
    const { value, diagnostics } = readMapping(source);
    this.diagnostics.push(...diagnostics);
    if (!value) return;
    if ('kind' in value) {
      this.#names.push(value);
      return;
    }
    if (this.#known.some(({ id, from }) => id === value.id && from === value.from))
      this.diagnostics.push(diagnostic('mapping/same-id', { id: value.id, from: value.from }));
    this.#known.push(value);
    this.#names.push(value.id);
  }

  /** How rules are read: pipelines may have values for placeholders. */
  loadOptions(load: LoadOptions): LoadOptions {
    const pipelines = this.#names.filter((name) => typeof name !== 'string');
    return pipelines.length === 0
      ? load
      : { ...load, placeholders: pipelinePlaceholders(pipelines, load.placeholders) };
  }

  /** The mapping for a rule's taxonomy, or why there is none. */
  of({ rule, span }: Usable, flags: MappingFlags): Pick<ConvertOptions, 'mapping' | 'strictFields'> | Diagnostic {
    if (this.#names.length === 0) return {};
    const mapping = routeOf(this.#names, rule.taxonomy, this.#known);
    if (mapping) return { mapping, strictFields: flags.strictFields === true };
    const [first] = this.#names;
    const taxonomies = [...new Set(this.#known.filter(({ id }) => id === first).map(({ from }) => from))];
    const name = this.#names.map((one) => (typeof one === 'string' ? one : one.name)).join(',');
    return diagnostic('cli/no-mapping', { name, taxonomy: rule.taxonomy, taxonomies }, span);
  }
}

export const isDiagnostic = (found: Pick<ConvertOptions, 'mapping'> | Diagnostic): found is Diagnostic =>
  'code' in found;
