import { filterCondition } from '../../src/ir/build.ts';
import type { Cond } from '../../src/ir/cond.ts';
import { onlyGrows } from '../../src/ir/correlation.ts';
import type {
  CorrelatedRule,
  CorrelationCondition,
  CorrelationQuery,
  EventFilter,
  SampleQuery,
  SequenceQuery,
  Step,
} from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import type { CompareOp, Field, FieldType } from '../../src/ir/value.ts';
import { enclosed, q, raw } from '../../src/target/frag.ts';
import { array, camelCase, constant, string } from './lexical.ts';
import type { Dual, Module, ReaderName } from './module.ts';
import { type CorrelatedPlan, type CorrelationPlan, correlationMachine } from './runtime/correlation.ts';
import type { KeyLimits } from './runtime/key-table.ts';
import { type KeyPart, type KeyReader, keyReader } from './runtime/keys.ts';
import type { EventOrder, Machine } from './runtime/matcher.ts';
import { type SamplePlan, sampleMachine } from './runtime/sample.ts';
import { type SequencePlan, type StepPlan, sequenceMachine } from './runtime/sequence.ts';
import { type Quantity, ruleSeen, threshold, type WindowTest } from './runtime/windows.ts';

type Test = (event: unknown) => boolean;

/** Writes a condition as a function of an event, or makes it one. */
export type WriteTest = (cond: Cond, wantedName: string) => Dual<Test>;

/** An object literal with the same keys as the object that it is. */
function record<T>(rows: { readonly [K in keyof T]: Dual<T[K]> }): Dual<T> {
  const names = Object.keys(rows) as (keyof T & string)[];
  return {
    text: enclosed(
      '{ ',
      names.map((name) => q(0)`${raw(name)}: ${rows[name].text}`),
      ' }',
    ),
    // Built from the same names that the rows have.
    run: Object.fromEntries(names.map((name) => [name, rows[name].run])) as T,
  };
}

const listOf = <T>(items: readonly Dual<T>[]): Dual<readonly T[]> => ({
  text: array(items.map(({ text }) => text)),
  run: items.map(({ run }) => run),
});
const fixed = <T extends bigint | boolean | number | string | null>(value: T): Dual<T> => ({
  text: constant(value),
  run: value,
});

/** How the values of a key are read: what is the same must read the same. */
const KEY_READERS: { readonly [T in FieldType]: ReaderName } = {
  text: 'asText',
  long: 'asLong',
  double: 'asDouble',
  boolean: 'asBoolean',
  ip: 'asAddress',
  date: 'asDate',
  version: 'asVersion',
  unknown: 'asScalar',
};

const OPS: Readonly<Record<Extract<CorrelationCondition, { kind: 'threshold' }>['op'], CompareOp>> = {
  lt: 'lt',
  lte: 'lte',
  gt: 'gt',
  gte: 'gte',
  eq: 'eq',
  neq: 'ne',
};

export type CreateMachine = (limits: KeyLimits) => Machine;

/** Builds what a matcher runs, each piece as text of a module and as the thing itself. */
export class Planner {
  readonly #module: Module;
  readonly #write: WriteTest;

  constructor(module: Module, write: WriteTest) {
    this.#module = module;
    this.#write = write;
  }

  #keys(fields: readonly Field[]): Dual<KeyReader> {
    const parts = fields.map(({ name, type, optional }) =>
      record<KeyPart>({ read: this.#module.reader(name, KEY_READERS[type]), optional: fixed(optional ?? false) }),
    );
    const call = q(0)`${this.#module.use('keyReader')}(${listOf(parts).text})`;
    const id = fields.map(({ name, type, optional }) => JSON.stringify([name, type, optional ?? false])).join();
    const wanted = camelCase(fields.map(({ name }) => name).join('.') || 'nothing', 'by');
    return {
      text: this.#module.value(wanted, `keys ${id}`, call),
      run: keyReader(parts.map(({ run }) => run)),
    };
  }

  #passes(filter: EventFilter, name: string): Dual<Test> {
    return this.#write(filterCondition(filter), name);
  }

  #step(step: Step, name: string): Dual<StepPlan> {
    return record<StepPlan>({
      passes: this.#passes(step.filter, name),
      keys: this.#keys(step.keys),
      missing: fixed(step.missing),
    });
  }

  #steps(steps: readonly Step[]): Dual<readonly StepPlan[]> {
    return listOf(steps.map((step, i) => this.#step(step, `step${i + 1}`)));
  }

  sequence(query: SequenceQuery): Dual<CreateMachine> {
    const plan = record<SequencePlan>({
      steps: this.#steps(query.steps),
      maxspan: fixed(query.maxspan ?? null),
      until: query.until ? this.#step(query.until, 'until') : { text: raw('null'), run: null },
    });
    return { text: q(0)`${this.#module.use('sequenceMachine')}(${plan.text})`, run: sequenceMachine(plan.run) };
  }

  sample({ steps }: SampleQuery, { time }: Rule): Dual<CreateMachine> {
    const read = this.#module.reader(time.timestamp, 'asDate');
    const plan = record<SamplePlan>({
      steps: this.#steps(steps),
      hasTime: { text: q(0)`(event) => ${read.text}(event).length > 0`, run: (event) => read.run(event).length > 0 },
    });
    return { text: q(0)`${this.#module.use('sampleMachine')}(${plan.text})`, run: sampleMachine(plan.run) };
  }

  correlation(query: CorrelationQuery): Dual<CreateMachine> {
    const { text, run } = this.#correlation(query, 'rule');
    return { text: q(0)`${this.#module.use('correlationMachine')}(${text})`, run: correlationMachine(run) };
  }

  #correlation(query: CorrelationQuery, name: string): Dual<CorrelationPlan> {
    return record<CorrelationPlan>({
      rules: listOf(query.rules.map((rule, i) => this.#correlated(rule, `${name}${i + 1}`))),
      groupBy: { text: array(query.groupBy.map(string)), run: query.groupBy },
      timespan: fixed(query.timespan),
      meets: this.#windowTest(query.condition, query),
      isGrowing: fixed(onlyGrows(query.condition)),
      generate: fixed(query.generate),
    });
  }

  #correlated({ title, query, keys }: CorrelatedRule, name: string): Dual<CorrelatedPlan> {
    return record<CorrelatedPlan>({
      title: fixed(title),
      keys: this.#keys(keys),
      finds: query.kind === 'correlation' ? this.#correlation(query, `${name}Rule`) : this.#passes(query.filter, name),
    });
  }

  #windowTest(condition: CorrelationCondition, query: CorrelationQuery): Dual<WindowTest> {
    const test = (inner: CorrelationCondition) => this.#windowTest(inner, query);
    switch (condition.kind) {
      case 'threshold': {
        const quantity = this.#quantity(condition, query);
        const op = OPS[condition.op];
        return {
          text: q(0)`${this.#module.use('threshold')}(${string(op)}, ${constant(condition.count)}, ${quantity.text})`,
          run: threshold(op, condition.count, quantity.run),
        };
      }
      case 'and':
      case 'or':
        return joined(condition.kind, condition.parts.map(test));
      case 'not': {
        const { text, run } = test(condition.inner);
        return { text: q(0)`(hits) => !(${text})(hits)`, run: (hits) => !run(hits) };
      }
      case 'rule': {
        const rules = query.rules.flatMap(({ name }, i) => (name === condition.name ? [i] : []));
        const isOrdered = query.type === 'temporal_ordered';
        const places = array(rules.map((place) => constant(place)));
        return {
          text: q(0)`${this.#module.use('ruleSeen')}(${places}, ${constant(isOrdered)})`,
          run: ruleSeen(rules, isOrdered),
        };
      }
    }
  }

  #quantity(
    { fields, percentile = 50 }: Extract<CorrelationCondition, { kind: 'threshold' }>,
    { type }: CorrelationQuery,
  ): Dual<Quantity> {
    const readers = fields.map(({ name }) => this.#module.reader(name, 'asDouble'));
    const calls = readers.map(({ text }) => q(0)`...${text}(event)`);
    return record<Quantity>({
      measure: fixed(type),
      numbers: {
        text: q(0)`(event) => ${array(calls)}`,
        run: (event) => readers.flatMap(({ run }) => run(event)),
      },
      tuples: this.#keys(fields),
      percentile: fixed(percentile),
    });
  }

  /** How the rule orders events. */
  order({ time, query }: Rule): Dual<EventOrder> {
    const limit = BigInt(Number.MAX_SAFE_INTEGER);
    const pipes = 'pipes' in query ? query.pipes : [];
    const cuts = pipes.map(({ kind, count }) =>
      record({
        keep: fixed<'head' | 'tail'>(kind),
        count: fixed(Number(count < limit ? count : limit)),
      }),
    );
    const rows = {
      time: this.#module.reader(time.timestamp, 'asDate'),
      isTimeless: fixed(query.kind === 'sample'),
      cuts: listOf(cuts),
    };
    if (time.tiebreaker === undefined) return record<EventOrder>(rows);
    return record<EventOrder>({ ...rows, tie: this.#module.reader(time.tiebreaker, 'asScalar') });
  }
}

function joined(kind: 'and' | 'or', parts: readonly Dual<WindowTest>[]): Dual<WindowTest> {
  const method = kind === 'and' ? 'every' : 'some';
  return {
    text: q(0)`(hits) => ${listOf(parts).text}.${raw(method)}((part) => part(hits))`,
    run: (hits) => parts[method](({ run }) => run(hits)),
  };
}
