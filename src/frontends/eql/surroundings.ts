import { and, at, field, leaf, not, or } from '../../ir/build.ts';
import type { Cond, HasValue } from '../../ir/cond.ts';
import { type Pattern, type PatternPart, pattern } from '../../ir/pattern.ts';
import type { CompareOp, Field, Literal, Value } from '../../ir/value.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Span } from '../../text/source-text.ts';
import { parseNetwork } from '../networks.ts';
import { coerce } from './coerce.ts';
import { scalarLiteral } from './fold.ts';

/** A value as a rule file holds it. */
type PlainValue = string | bigint | number | boolean | null;

interface Placed {
  readonly span: Span;
}
type Bounds = Readonly<Partial<Record<'gt' | 'gte' | 'lt' | 'lte', PlainValue>>>;

/** A Kibana filter, as a container gives it. All filters of a rule hold besides its query. */
export type RuleFilter = Placed & { readonly negate: boolean; readonly disabled: boolean } & (
    | { readonly kind: 'phrase'; readonly field: string; readonly value: PlainValue }
    | { readonly kind: 'phrases'; readonly field: string; readonly values: readonly PlainValue[] }
    | { readonly kind: 'exists'; readonly field: string }
    | { readonly kind: 'range'; readonly field: string; readonly bounds: Bounds }
    | { readonly kind: 'not-understood'; readonly what: string }
  );

type Operator = 'included' | 'excluded';

/** One condition of an exception. */
export type ExceptionPart = Placed & { readonly field: string } & (
    | { readonly kind: 'match' | 'wildcard'; readonly operator: Operator; readonly value: string }
    | { readonly kind: 'match_any'; readonly operator: Operator; readonly values: readonly string[] }
    | { readonly kind: 'exists'; readonly operator: Operator }
    | { readonly kind: 'nested'; readonly entries: readonly ExceptionPart[] }
    | { readonly kind: 'list'; readonly operator: Operator; readonly list: string }
    | { readonly kind: 'not-understood'; readonly what: string }
  );

/** What around a query can't be written as a condition: the rule gets no output, with this reason. */
interface NotApplied {
  readonly why: string;
  readonly origin: Span;
}

export interface AroundCondition {
  readonly cond: Cond;
  readonly notApplied: readonly NotApplied[];
}

const FALSE: Cond = { kind: 'false' };

/** Lowers what stands around a query in the same schema, with Elasticsearch's term queries: exact, any element. */
class Around {
  readonly notApplied: NotApplied[] = [];
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  #field(name: string, origin: Span): Field {
    const info = this.#schema.find(name);
    return info?.kind === 'usable'
      ? field(info.name, info, { origin })
      : field(name, { type: 'unknown', list: false }, { origin });
  }

  #fail(why: string, origin: Span): Cond {
    this.notApplied.push({ why, origin });
    return FALSE;
  }

  #equalsOne(name: string, values: readonly PlainValue[], span: Span): Cond {
    const subject = this.#field(name, span);
    const literals = values.map((value) => scalarLiteral(value, span));
    if (subject.type === 'ip') return leaf(cidr(subject, literals, span));
    const options = literals.flatMap((value) => coerce(value, subject.type) ?? []);
    const [only] = options;
    if (!only) return FALSE;
    const value: Value =
      options.length === 1
        ? { kind: 'compare', op: 'eq', left: subject, right: only, caseRule: 'exact' }
        : { kind: 'one-of', subject, options, caseRule: 'exact' };
    return leaf(at(value, span));
  }

  #range(name: string, bounds: Bounds, span: Span): Cond {
    const subject = this.#field(name, span);
    return and(
      Object.entries(bounds).map(([op, bound]) => {
        const right = coerce(scalarLiteral(bound ?? null, span), subject.type);
        if (!right || right.type === 'null')
          return this.#fail(`the bound of the range filter on ${name} is no value of the field`, span);
        return leaf({ kind: 'compare', op: op as CompareOp, left: subject, right, caseRule: 'exact' }, span);
      }),
    );
  }

  #exists(name: string, span: Span): Cond {
    return at<HasValue>({ kind: 'has-value', value: this.#field(name, span) }, span);
  }

  filter(filter: RuleFilter): Cond {
    if (filter.disabled) return { kind: 'true' };
    const cond = this.#filterBody(filter);
    return filter.negate ? not(cond, filter.span) : cond;
  }

  #filterBody(filter: RuleFilter): Cond {
    switch (filter.kind) {
      case 'phrase':
        return this.#equalsOne(filter.field, [filter.value], filter.span);
      case 'phrases':
        return this.#equalsOne(filter.field, filter.values, filter.span);
      case 'exists':
        return this.#exists(filter.field, filter.span);
      case 'range':
        return this.#range(filter.field, filter.bounds, filter.span);
      case 'not-understood':
        return this.#fail(`the rule has a filter that is not understood: ${filter.what}`, filter.span);
    }
  }

  part(part: ExceptionPart): Cond {
    const cond = this.#partBody(part);
    return 'operator' in part && part.operator === 'excluded' ? not(cond, part.span) : cond;
  }

  #partBody(part: ExceptionPart): Cond {
    switch (part.kind) {
      case 'match':
        return this.#equalsOne(part.field, [part.value], part.span);
      case 'match_any':
        return this.#equalsOne(part.field, part.values, part.span);
      case 'exists':
        return this.#exists(part.field, part.span);
      case 'wildcard': {
        const subject = this.#field(part.field, part.span);
        return leaf(
          at({ kind: 'match', subject, patterns: [wildcardQuery(part.value)], caseRule: 'exact' }, part.span),
        );
      }
      case 'nested':
        return this.#fail('the rule has an exception whose entries must hold in one object of a list', part.span);
      case 'list':
        return this.#fail(
          `the rule has an exception that asks the value list ${part.list}, which no file holds`,
          part.span,
        );
      case 'not-understood':
        return this.#fail(`the rule has an exception entry that is not understood: ${part.what}`, part.span);
    }
  }
}

function cidr(subject: Field, literals: readonly Literal[], span: Span): Value {
  const networks = literals.flatMap((value) => (value.type === 'text' ? (parseNetwork(value.value) ?? []) : []));
  return at<Value>({ kind: 'cidr', subject, networks }, span);
}

/** Elasticsearch's wildcard query: `*`, `?`, and a backslash that takes the next character as it is. */
function wildcardQuery(text: string): Pattern {
  const parts: PatternPart[] = [];
  for (const [piece] of text.matchAll(/\\[\s\S]|[*?]|[^\\*?]+|\\$/g)) {
    if (piece === '*') parts.push({ kind: 'any' });
    else if (piece === '?') parts.push({ kind: 'one' });
    else parts.push({ kind: 'lit', text: piece.length > 1 && piece.startsWith('\\') ? piece.slice(1) : piece });
  }
  return pattern(parts);
}

/** The condition that filters and exceptions add to every event of a rule: all filters hold, and no exception does. */
export function aroundCondition(
  schema: Schema,
  filters: readonly RuleFilter[],
  exceptions: readonly { readonly entries: readonly ExceptionPart[] }[],
): AroundCondition {
  const around = new Around(schema);
  const kept = filters.map((filter) => around.filter(filter));
  const excluded = exceptions.map((item) => and(item.entries.map((part) => around.part(part))));
  const cond = and([...kept, not(or(excluded))]);
  return { cond, notApplied: around.notApplied };
}
