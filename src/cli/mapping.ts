import { didYouMean } from '../base/did-you-mean.ts';
import {
  type ConvertOptions,
  type Diagnostic,
  diagnostic,
  type LoadedRule,
  type MappingPack,
  packs,
} from '../index.ts';

/** Flags that name a platform's fields. */
export interface MappingFlags {
  readonly mapping?: string;
  readonly strictFields?: boolean;
}

/** The names of the mappings, for help. */
export const mappingNames = (): string => [...new Set(packs.map(({ id }) => id))].join(', ');

/** The mappings of the name that `--mapping` gives, one for each taxonomy; none where the flag is not given. */
export function selectMappings(name: string | undefined): {
  readonly chosen: readonly MappingPack[];
  readonly unknown: readonly Diagnostic[];
} {
  if (name === undefined) return { chosen: [], unknown: [] };
  const chosen = packs.filter(({ id }) => id === name);
  const near = didYouMean(
    name,
    packs.map(({ id }) => id),
  );
  return { chosen, unknown: chosen.length > 0 ? [] : [diagnostic('cli/unknown-mapping', { name, near })] };
}

type Usable = LoadedRule & { readonly rule: NonNullable<LoadedRule['rule']> };

/** The mapping for a rule's taxonomy, or why there is none. */
export function mappingOf(
  { rule, span }: Usable,
  flags: MappingFlags,
  chosen: readonly MappingPack[],
): Pick<ConvertOptions, 'mapping' | 'strictFields'> | Diagnostic {
  if (flags.mapping === undefined) return {};
  const mapping = chosen.find(({ from }) => from === rule.taxonomy);
  if (mapping) return { mapping, strictFields: flags.strictFields === true };
  const taxonomies = chosen.map(({ from }) => from);
  return diagnostic('cli/no-mapping', { name: flags.mapping, taxonomy: rule.taxonomy, taxonomies }, span);
}

export const isDiagnostic = (found: Pick<ConvertOptions, 'mapping'> | Diagnostic): found is Diagnostic =>
  'code' in found;
