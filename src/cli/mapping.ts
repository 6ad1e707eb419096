import { didYouMean } from '../base/did-you-mean.ts';
import { type ConvertOptions, type Diagnostic, diagnostic, type LoadedRule, packs, routeOf } from '../index.ts';

/** Flags that name a platform's fields. */
export interface MappingFlags {
  /** One name, or several with commas between, in the order in which a rule goes through them. */
  readonly mapping?: string;
  readonly strictFields?: boolean;
}

/** The names of the mappings, for help. */
export const mappingNames = (): string => [...new Set(packs.map(({ id }) => id))].sort().join(', ');

/** The names of a flag that takes several. */
export const namesIn = (flag: string | undefined): readonly string[] =>
  flag === undefined
    ? []
    : flag
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');

/** What is wrong with the names that `--mapping` gives. */
export function unknownMappings(flag: string | undefined): readonly Diagnostic[] {
  const known = packs.map(({ id }) => id);
  return namesIn(flag)
    .filter((name) => !known.includes(name))
    .map((name) => diagnostic('cli/unknown-mapping', { name, near: didYouMean(name, known) }));
}

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** The mapping for a rule's taxonomy, or why there is none. */
export function mappingOf(
  { rule, span }: Usable,
  flags: MappingFlags,
): Pick<ConvertOptions, 'mapping' | 'strictFields'> | Diagnostic {
  const names = namesIn(flags.mapping);
  if (names.length === 0) return {};
  const mapping = routeOf(names, rule.taxonomy, packs);
  if (mapping) return { mapping, strictFields: flags.strictFields === true };
  const taxonomies = [...new Set(packs.filter(({ id }) => id === names[0]).map(({ from }) => from))];
  return diagnostic('cli/no-mapping', { name: names.join(','), taxonomy: rule.taxonomy, taxonomies }, span);
}

export const isDiagnostic = (found: Pick<ConvertOptions, 'mapping'> | Diagnostic): found is Diagnostic =>
  'code' in found;
