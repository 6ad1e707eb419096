import type { Named, Parameter, ScanOperator, ScanStep } from '../../../../grammars/kusto/ast.ts';
import type { Binder, Bound, Frame, Scope, Shape, StepShape, Variables } from '../bound.ts';
import { commonType, widen } from '../convert.ts';
import { isInteger, type KustoColumn, type KustoType, missingOf, type Row, typeNamed, type Value } from '../types.ts';
import { columnNamed, readOptions, type TabularRow } from './row.ts';

/** A declared column, and what it holds until a step assigns it. */
interface Declared {
  readonly name: string;
  readonly type: KustoType;
  readonly missing: Value;
}

interface Assignment {
  /** The place among all columns. */
  readonly place: number;
  readonly bound: Bound;
  readonly type: KustoType;
}

interface Step {
  readonly output: ScanStep['output'];
  readonly condition: Bound;
  readonly assignments: readonly Assignment[];
}

function bindDeclared(node: Parameter, variables: Variables, binder: Binder): Declared | undefined {
  const written = typeof node.type === 'object' && 'text' in node.type ? node.type.text : '';
  const type = typeNamed(written);
  if (type === undefined) {
    binder.session.report('kusto/unknown-type', { name: written }, node.at);
    return undefined;
  }
  if (node.value === undefined) return { name: node.name.text, type, missing: missingOf(type) };
  const bound = binder.expression(node.value, { columns: [], serialized: false, variables });
  if (bound === undefined) return undefined;
  if (commonType(bound.type, type) === type || (isInteger(bound.type) && isInteger(type))) {
    return { name: node.name.text, type, missing: widen(bound.evaluate({ row: [], index: 0, rows: [] }), type) };
  }
  binder.session.report('kusto/argument-type', { name: node.name.text, expected: type, type: bound.type }, node.at);
  return undefined;
}

function bindAssignment(node: Named, columns: readonly KustoColumn[], own: number, scope: Scope, binder: Binder) {
  const [name] = node.names;
  const place = name === undefined ? -1 : columnNamed(columns, name.text);
  const column = columns[place];
  if (name === undefined || column === undefined || place < own) {
    binder.session.report('kusto/unknown-name', { name: name?.text ?? '', near: [] }, node.at);
    return undefined;
  }
  const bound = binder.expression(node.value, scope);
  if (bound === undefined) return undefined;
  const fits = commonType(bound.type, column.type) === column.type || (isInteger(bound.type) && isInteger(column.type));
  if (fits) return { place, bound, type: column.type };
  binder.session.report('kusto/argument-type', { name: name.text, expected: column.type, type: bound.type }, node.at);
  return undefined;
}

interface Bindings {
  readonly columns: readonly KustoColumn[];
  /** How many columns the input has; the declared ones stand behind them. */
  readonly own: number;
  readonly variables: Variables;
  readonly binder: Binder;
}

/** A step sees the row, and by name the states of itself and of the steps before it. */
function bindStep(
  node: ScanStep,
  index: number,
  all: readonly ScanStep[],
  { columns, own, variables, binder }: Bindings,
) {
  const steps = new Map<string, StepShape>(
    all.slice(0, index + 1).map(({ name }, i) => [name.text, { index: i, columns }]),
  );
  const scope: Scope = { columns: columns.slice(0, own), serialized: true, variables, steps };
  const condition = binder.expression(node.condition, scope);
  if (condition !== undefined && condition.type !== 'bool') {
    binder.session.report('kusto/not-bool', { type: condition.type }, node.condition.at);
    return undefined;
  }
  const assignments = node.assignments.map((each) => bindAssignment(each, columns, own, scope, binder));
  if (condition === undefined || !assignments.every((each) => each !== undefined)) return undefined;
  return { output: node.output, condition, assignments };
}

/** What a step remembers: for itself and each step before it the last row that matched; and the sequence's number. */
interface State {
  readonly rows: readonly (Row | undefined)[];
  readonly match: bigint;
}

/** The machine of query/scan-operator, "Scan logic". */
class Scanner {
  readonly #steps: readonly Step[];
  readonly #declared: readonly Declared[];
  readonly #states: (State | undefined)[];
  readonly #held: (Row | undefined)[];
  readonly #seesStale: boolean;
  readonly #out: Row[] = [];
  #matches = 0n;

  constructor(steps: readonly Step[], declared: readonly Declared[], seesStale: boolean) {
    this.#steps = steps;
    this.#declared = declared;
    this.#states = steps.map(() => undefined);
    this.#held = steps.map(() => undefined);
    this.#seesStale = seesStale;
  }

  run(rows: readonly Row[]): readonly Row[] {
    for (const [index, row] of rows.entries()) this.#take({ row, index, rows });
    for (const k of this.#steps.keys()) this.#release(k);
    return this.#out;
  }

  /** Each record meets the steps from the last to the first. */
  #take(frame: Frame): void {
    for (let k = this.#steps.length - 1; k >= 0; k--) {
      const step = this.#steps[k];
      if (step !== undefined && !this.#promote(k, step, frame)) this.#repeat(k, step, frame);
    }
  }

  /** Check 1: the step before has a sequence, and the record continues it. */
  #promote(k: number, step: Step, frame: Frame): boolean {
    const before = this.#states[k - 1];
    if (before === undefined) return false;
    const stale = this.#seesStale ? this.#states[k]?.rows[k] : undefined;
    if (step.condition.evaluate(this.#seen(frame, [...before.rows, stale])) !== true) return false;
    this.#release(k - 1);
    this.#release(k);
    this.#states[k - 1] = undefined;
    this.#enter(k, step, frame, before.rows, before.match, undefined);
    return true;
  }

  /** Check 2: the step has a sequence itself, or is the first, and the record matches again. */
  #repeat(k: number, step: Step, frame: Frame): void {
    const own = this.#states[k];
    if (own === undefined && k > 0) return;
    const before = own?.rows.slice(0, k) ?? [];
    const last = own?.rows[k];
    if (step.condition.evaluate(this.#seen(frame, [...before, last])) !== true) return;
    // A new sequence begins where none was; the text says at every match of step 1, its worked examples do not.
    const match = own?.match ?? this.#matches++;
    this.#enter(k, step, frame, before, match, last);
  }

  /** The record, extended by the assignments, becomes the step's state and is put out. */
  #enter(k: number, step: Step, frame: Frame, before: State['rows'], match: bigint, last: Row | undefined): void {
    const sees = this.#seen(frame, [...before, last]);
    const extended: Value[] = [...frame.row, ...this.#declared.map(({ missing }) => missing)];
    for (const { place, bound, type } of step.assignments) extended[place] = widen(bound.evaluate(sees), type);
    this.#states[k] = { rows: [...before, extended], match };
    const shown = [...extended, match];
    if (step.output === 'all') this.#out.push(shown);
    if (step.output === 'last') this.#held[k] = shown;
  }

  /** An empty state shows what the columns hold until they are assigned. */
  #seen(frame: Frame, steps: State['rows']): Frame {
    return { ...frame, steps: steps.map((row) => row ?? this.#empty(frame.row.length)) };
  }

  #empty(width: number): Row | undefined {
    if (this.#declared.length === 0) return undefined;
    const blank: Value[] = [];
    for (const [i, { missing }] of this.#declared.entries()) blank[width + i] = missing;
    return blank;
  }

  /** `output=last`: the last of a series of matches, put out when the series ends. */
  #release(k: number): void {
    const row = this.#held[k];
    if (row !== undefined) this.#out.push(row);
    this.#held[k] = undefined;
  }
}

function isNew(
  names: readonly { readonly text: string; readonly at: Parameter['at'] }[],
  { session }: Binder,
): boolean {
  const seen = new Set<string>();
  for (const { text, at } of names) {
    if (seen.has(text)) {
      session.report('kusto/duplicate-name', { name: text }, at);
      return false;
    }
    seen.add(text);
  }
  return true;
}

function bindScan(node: ScanOperator, input: Shape, variables: Variables, binder: Binder) {
  const declared = node.declared.map((each) => bindDeclared(each, variables, binder));
  if (!declared.every((each) => each !== undefined)) return undefined;
  const taken = input.columns.map(({ name }) => ({ text: name, at: node.at }));
  const names = [...taken, ...node.declared.map(({ name }) => name)];
  if (
    !isNew(names, binder) ||
    !isNew(
      node.steps.map(({ name }) => name),
      binder,
    )
  )
    return undefined;
  const columns = [...input.columns, ...declared.map(({ name, type }) => ({ name, type }))];
  const bindings = { columns, own: input.columns.length, variables, binder };
  const steps = node.steps.map((step, i) => bindStep(step, i, node.steps, bindings));
  return steps.every((step) => step !== undefined) ? { declared, steps, columns } : undefined;
}

export const scan: TabularRow<'scan'> = {
  name: 'scan',
  case: 'K216',
  docs: 'scan-operator',
  open: "whether a condition sees the state of its own step's last sequence",
  bind: (node, input, variables, binder) => {
    const { session } = binder;
    const options = readOptions(node.options, { with_match_id: 'any' }, session);
    if (options === undefined) return undefined;
    if (!input.serialized) {
      session.report('kusto/not-serialized', { name: 'scan' }, node.at);
      return undefined;
    }
    const found = bindScan(node, input, variables, binder);
    if (found === undefined) return undefined;
    const match = options.get('with_match_id');
    const run = (rows: readonly Row[]): readonly Row[] => {
      session.spend(rows.length * found.steps.length);
      const out = new Scanner(found.steps, found.declared, session.reading('scanStaleState') === 'visible').run(rows);
      return match === undefined ? out.map((row) => row.slice(0, -1)) : out;
    };
    const columns = match === undefined ? found.columns : [...found.columns, { name: match, type: 'long' as const }];
    return { columns, serialized: true, run };
  },
};
