import type {
  EqlCategory,
  EqlEventQuery,
  EqlField,
  EqlMaxspan,
  EqlQuery,
  EqlStatement,
  EqlTerm,
  EqlTimeUnit,
} from '../../../grammars/eql/ast.ts';
import { at } from '../../ir/build.ts';
import type {
  Category,
  EventFilter,
  EventQuery,
  Key,
  Pipe,
  Query,
  SampleQuery,
  SequenceQuery,
  Step,
} from '../../ir/query.ts';
import type { Field } from '../../ir/value.ts';
import { lowerCond } from './lower-cond.ts';
import type { Scope } from './scope.ts';
import { isNumeric, isOpen, typeName, type ValueType } from './types.ts';

/** Which field holds an event's category. */
export interface LowerOptions {
  readonly categoryField: string;
}

const NANOS: { readonly [U in EqlTimeUnit]: bigint } = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
};

const maxspanNanos = (maxspan: EqlMaxspan): bigint => maxspan.amount * NANOS[maxspan.unit];

class Lowering {
  readonly #scope: Scope;
  readonly #options: LowerOptions;

  constructor(scope: Scope, options: LowerOptions) {
    this.#scope = scope;
    this.#options = options;
  }

  #category(category: EqlCategory): Category | undefined {
    if (category.kind === 'any') return undefined;
    const name = this.#options.categoryField;
    const found = this.#scope.field({
      kind: 'field',
      name,
      path: name.split('.'),
      optional: false,
      span: category.span,
    });
    return found.kind === 'field' ? { field: found, value: category.name } : undefined;
  }

  #filter(node: EqlEventQuery): EventFilter {
    const category = this.#category(node.category);
    return at({ ...(category && { category }), condition: lowerCond(this.#scope, node.condition) }, node.span);
  }

  #key(node: EqlField): Key {
    const found = this.#scope.field(node);
    if (found.kind === 'field') return found;
    // An optional key that the data lacks joins null with null, like one that every event lacks.
    const absent: Field = { kind: 'field', name: node.name, type: 'unknown', list: false, optional: true };
    return at(absent, node.span);
  }

  /** A term as steps: `runs` writes it out as often as it says. */
  #steps(head: readonly EqlField[], term: EqlTerm): readonly Step[] {
    const keys = [...head, ...term.keys].map((key) => this.#key(key));
    const step: Step = at({ filter: this.#filter(term.query), keys, missing: term.missing }, term.span);
    return Array.from({ length: term.runs?.count ?? 1 }, () => step);
  }

  #until(head: readonly EqlField[], until: EqlTerm | undefined): Step | undefined {
    return until && this.#steps(head, until)[0];
  }

  query(node: EqlQuery, pipes: readonly Pipe[]): Query | undefined {
    switch (node.kind) {
      case 'event':
        return at<EventQuery>({ kind: 'event', filter: this.#filter(node), pipes }, node.span);
      case 'sequence': {
        const steps = node.terms.flatMap((term) => this.#steps(node.keys, term));
        const until = this.#until(node.keys, node.until);
        checkKeys(this.#scope, until ? [...steps, until] : steps);
        const maxspan = node.maxspan && maxspanNanos(node.maxspan);
        const query: SequenceQuery = {
          kind: 'sequence',
          steps,
          pipes,
          ...(maxspan !== undefined && { maxspan }),
          ...(until && { until }),
        };
        return at(query, node.span);
      }
      case 'sample': {
        const steps = node.terms.flatMap((term) => this.#steps(node.keys, term));
        checkKeys(this.#scope, steps);
        return at<SampleQuery>({ kind: 'sample', steps, pipes }, node.span);
      }
      case 'join':
        // The parser has refused it.
        return undefined;
    }
  }
}

/** Types that may be joined with each other: numbers among themselves, a type with itself, and what is not known with anything. */
function joinable(a: ValueType, b: ValueType): boolean {
  if (isOpen(a) || isOpen(b) || a === b) return true;
  return isNumeric(a) && isNumeric(b);
}

function checkKeys(scope: Scope, steps: readonly Step[]): void {
  const [first] = steps;
  const seen = new Set<Key>();
  for (const step of steps) {
    step.keys.forEach((key, i) => {
      const other = first?.keys[i];
      if (!other || joinable(key.type, other.type) || seen.has(key)) return;
      seen.add(key);
      const params = { name: key.name, type: typeName(key.type), other: other.name, otherType: typeName(other.type) };
      if (key.origin) scope.report('eql/key-types', params, key.origin);
    });
  }
}

/** Lowers a parsed statement. Problems are reported to the scope; nothing comes back for what the parser refused. */
export function lowerStatement(scope: Scope, statement: EqlStatement, options: LowerOptions): Query | undefined {
  const pipes = statement.pipes.map<Pipe>((pipe) => at({ kind: pipe.kind, count: BigInt(pipe.count) }, pipe.span));
  return new Lowering(scope, options).query(statement.query, pipes);
}
