import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { entryOf, type LocatedMap } from '../../formats/located.ts';
import type { Cond } from '../../ir/cond.ts';
import type { LogSource } from '../../ir/rule.ts';
import { lowerDetection } from './detection.ts';
import type { SigmaDocument, SigmaOptions } from './document.ts';
import type { Names } from './names.ts';
import { Scope } from './scope.ts';
import { asMap, asWords, neededValue } from './section.ts';

/** An addition to the conditions of other rules. */
export interface Filter {
  readonly document: SigmaDocument;
  /** Whether it speaks of a rule. */
  readonly covers: (rule: SigmaDocument) => boolean;
  /** Missing where an error was found. */
  readonly condition?: Cond;
  readonly diagnostics: readonly Diagnostic[];
}

const SOURCE_KEYS = ['category', 'product', 'service'] as const;

/** Whether all events of one log source are of another, wider one. */
const isWithin = (wide: LogSource = {}, narrow: LogSource = {}): boolean =>
  SOURCE_KEYS.every((key) => wide[key] === undefined || wide[key] === narrow[key]);

/** Which rules a filter names; nothing where it names them badly. `any` and the empty list name all. */
function namedRules(section: LocatedMap, names: Names, scope: Scope): 'any' | ReadonlySet<SigmaDocument> | undefined {
  const rules = entryOf(section, 'rules');
  const node = rules?.value.kind === 'list' ? rules.value : neededValue(section, 'rules', scope);
  const words = node && asWords(node, 'rules', scope);
  if (!words) return undefined;
  if (words.length === 0 || (words.length === 1 && words[0]?.text === 'any')) return 'any';
  for (const { text, span } of words)
    if (names.all(text).length === 0) scope.report('sigma/filter-of-nothing', { reference: text }, span);
  return new Set(words.flatMap(({ text }) => names.all(text)));
}

function readSection(
  section: LocatedMap,
  document: SigmaDocument,
  names: Names,
  options: SigmaOptions,
  scope: Scope,
): Pick<Filter, 'covers' | 'condition'> {
  const named = namedRules(section, names, scope) ?? 'any';
  const condition = entryOf(section, 'condition');
  if (condition?.value.kind === 'list') scope.report('sigma/filter-conditions', {}, condition.value.span);
  const read = lowerDetection(section, { ...options, reserved: ['rules'] });
  scope.diagnostics.push(...read.diagnostics);
  return {
    covers: (rule) => isWithin(document.logSource, rule.logSource) && (named === 'any' || named.has(rule)),
    ...(read.condition && { condition: read.condition }),
  };
}

/** Reads a filter (specification 2.1, "Filters"): its condition must hold besides that of each rule that it speaks of. */
export function readFilter(document: SigmaDocument, names: Names, options: SigmaOptions): Filter {
  const scope = new Scope(options);
  const node = document.document && neededValue(document.document, 'filter', scope);
  const section = node && asMap(node, 'filter', scope);
  const read = section ? readSection(section, document, names, options, scope) : { covers: () => true };
  return { document, ...read, diagnostics: scope.diagnostics };
}
