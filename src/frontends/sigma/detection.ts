import type { SigmaCondition } from '../../../grammars/sigma/ast.ts';
import { onSigmaCondition } from '../../../grammars/sigma/ast.ts';
import { parseSigmaCondition } from '../../../grammars/sigma/parse.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { type Diagnostic, isError } from '../../diagnostics/diagnostic.ts';
import {
  asSlice,
  asText,
  entryOf,
  kindOf,
  type Located,
  type LocatedEntry,
  type LocatedMap,
} from '../../formats/located.ts';
import { matchPattern } from '../../functions/match-pattern.ts';
import { and, not } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { wildcardPattern } from '../../ir/pattern.ts';
import { alternatives } from './alternatives.ts';
import { lowerItem } from './item.ts';
import { keywordTest } from './lower-value.ts';
import { readValue } from './read-value.ts';
import { type DetectionContext, Scope } from './scope.ts';

export type { DetectionContext } from './scope.ts';

export interface DetectionReading {
  /** Missing where an error was found. */
  readonly condition?: Cond;
  readonly diagnostics: readonly Diagnostic[];
}

/** The search identifiers of a detection by name; without a condition where one holds an error. */
type Identifiers = ReadonlyMap<string, Cond | undefined>;

/** All of them, or nothing where one is missing. */
function complete<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}

function lowerMap(node: LocatedMap, scope: Scope): Cond | undefined {
  if (node.entries.length === 0) {
    scope.report('sigma/empty-identifier', { kind: 'map' }, node.span);
    return undefined;
  }
  const items = complete(node.entries.map((entry) => lowerItem(entry, scope)));
  return items && and(items, node.span);
}

function lowerKeyword(node: Located, scope: Scope): Cond | undefined {
  if (node.kind === 'list') {
    scope.report('sigma/keyword-type', { found: 'a list' }, node.span);
    return undefined;
  }
  const value = readValue(node, false, scope);
  return value && keywordTest(value, scope);
}

/** The content of a search identifier (specification 2.1, "Search identifier"). */
function lowerIdentifier(node: Located, scope: Scope): Cond | undefined {
  if (node.kind === 'map') return lowerMap(node, scope);
  if (node.kind === 'scalar') return lowerKeyword(node, scope);
  if (node.items.length === 0) {
    scope.report('sigma/empty-identifier', { kind: 'list' }, node.span);
    return undefined;
  }
  const parts = complete(
    node.items.map((item) => (item.kind === 'map' ? lowerMap(item, scope) : lowerKeyword(item, scope))),
  );
  return parts && alternatives(parts, node.span);
}

const NAME = /^[A-Za-z0-9_-]+$/;

function lowerIdentifiers(entries: readonly LocatedEntry[], scope: Scope): Identifiers {
  return new Map(
    entries.map(({ key, keySpan, value }) => {
      if (!NAME.test(key)) scope.report('sigma/identifier-name', { name: key }, keySpan);
      return [key, lowerIdentifier(value, scope)] as const;
    }),
  );
}

/** Whether a pattern covers a name. Names that begin with `_` are fitted by patterns that begin with it only. */
function fits(pattern: string | undefined, name: string): boolean {
  if (name.startsWith('_') && !pattern?.startsWith('_')) return false;
  return pattern === undefined || matchPattern(name, wildcardPattern(pattern), 'exact');
}

function lowerCondition(ast: SigmaCondition, identifiers: Identifiers, scope: Scope): Cond | undefined {
  const lower = (node: SigmaCondition): Cond | undefined => lowerCondition(node, identifiers, scope);
  return onSigmaCondition<Cond | undefined>(ast, {
    name: ({ name, span }) => {
      if (!identifiers.has(name))
        scope.report('sigma/unknown-name', { name, near: didYouMean(name, identifiers.keys()) }, span);
      return identifiers.get(name);
    },
    of: ({ quantifier, pattern, span }) => {
      const names = [...identifiers.keys()].filter((name) => fits(pattern, name));
      if (names.length === 0) {
        scope.report('sigma/no-match-for-pattern', { pattern: pattern ?? 'them' }, span);
        return undefined;
      }
      const parts = complete(names.map((name) => identifiers.get(name)));
      return parts && (quantifier === 'all' ? and(parts, span) : alternatives(parts, span));
    },
    not: ({ inner, span }) => {
      const cond = lower(inner);
      return cond && not(cond, span);
    },
    and: ({ parts, span }) => {
      const conds = complete(parts.map(lower));
      return conds && and(conds, span);
    },
    or: ({ parts, span }) => {
      const conds = complete(parts.map(lower));
      return conds && alternatives(conds, span);
    },
  });
}

/** One condition of a detection; several are alternatives. */
function readCondition(node: Located, identifiers: Identifiers, scope: Scope): Cond | undefined {
  const slice = asSlice(node);
  if (asText(node) === undefined || !slice) {
    scope.report('sigma/condition-type', { found: kindOf(node) }, node.span);
    return undefined;
  }
  const { ast, diagnostics } = parseSigmaCondition(slice);
  scope.diagnostics.push(...diagnostics);
  return ast && lowerCondition(ast, identifiers, scope);
}

function readConditions(node: Located, identifiers: Identifiers, scope: Scope): Cond | undefined {
  if (node.kind !== 'list') return readCondition(node, identifiers, scope);
  if (node.items.length === 0) scope.report('sigma/no-condition', {}, node.span);
  const conds = complete(node.items.map((item) => readCondition(item, identifiers, scope)));
  return conds && alternatives(conds, node.span);
}

function lowerSection(node: LocatedMap, context: DetectionContext, scope: Scope): Cond | undefined {
  const reserved = new Set(['condition', 'timeframe', ...(context.reserved ?? [])]);
  const timeframe = entryOf(node, 'timeframe');
  if (timeframe) scope.report('sigma/timeframe', {}, timeframe.keySpan);
  const entries = node.entries.filter(({ key }) => !reserved.has(key));
  if (entries.length === 0) scope.report('sigma/no-identifiers', {}, node.span);
  const identifiers = lowerIdentifiers(entries, scope);
  const condition = entryOf(node, 'condition');
  if (condition) return readConditions(condition.value, identifiers, scope);
  scope.report('sigma/no-condition', {}, node.span);
  return undefined;
}

/**
 * The meaning of a section `detection` of a rule, or `filter` of a filter: its search identifiers and their condition. Every problem is
 * reported at its place; with an error there is no condition. Never throws.
 */
export function lowerDetection(detection: Located, context: DetectionContext = {}): DetectionReading {
  const scope = new Scope(context);
  let condition: Cond | undefined;
  if (detection.kind === 'map') condition = lowerSection(detection, context, scope);
  else scope.report('sigma/detection-type', { found: kindOf(detection) }, detection.span);
  const { diagnostics } = scope;
  return condition && !diagnostics.some(isError) ? { condition, diagnostics } : { diagnostics };
}
