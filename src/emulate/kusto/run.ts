import type { LetStatement, QueryStatement, Script, Statement } from '../../../grammars/kusto/ast.ts';
import { parseKusto } from '../../../grammars/kusto/parser.ts';
import type { SyntaxProblem } from '../../../grammars/kusto/syntax-problem.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { bindExpression } from './bind-expression.ts';
import { bindVariable, isTable } from './bind-lambda.ts';
import { bindOperators, bindTable, ordered } from './bind-table.ts';
import { type Binder, noFrame, type Relation, type Variable, type Variables } from './bound.ts';
import { cellOf, readRows } from './cells.ts';
import { memoized } from './memoized.ts';
import { defaultReadings, type KustoReadings, type ReadingKey } from './readings.ts';
import { defaultLimits, Halt, type Limits, Session } from './session.ts';
import { parseDatetime, ticksOfMillis } from './ticks.ts';
import type { KustoCell, KustoColumn, KustoTable } from './types.ts';

export interface KustoOptions {
  /** Answers to what the documents leave open; the defaults where none is given. */
  readonly readings?: Partial<KustoReadings>;
  readonly limits?: Partial<Limits>;
  /** What `now()` gives, ISO 8601; the time of the call where none is given. */
  readonly now?: string;
}

export interface KustoResult {
  readonly columns: readonly KustoColumn[];
  /** Empty where a diagnostic is an error. */
  readonly rows: readonly (readonly KustoCell[])[];
  readonly diagnostics: readonly Diagnostic[];
  /** The open questions that this run met: under other answers the result may be another. */
  readonly asked: readonly ReadingKey[];
}

const NO_ROWS = { columns: [], rows: [] } as const;

const REPORTS: {
  readonly [K in SyntaxProblem['kind']]: (problem: Extract<SyntaxProblem, { kind: K }>, session: Session) => void;
} = {
  'bad-string': ({ at }, session) => session.report('kusto/bad-string', {}, at),
  unexpected: ({ at, kind: _, ...params }, session) => session.report('kusto/unexpected', params, at),
  'missing-expression': ({ at }, session) => session.report('kusto/missing-expression', {}, at),
  'operator-expected': ({ at, found }, session) => session.report('kusto/operator-expected', { found }, at),
  unsupported: ({ at, what }, session) => session.report('kusto/unsupported', { what }, at),
  'bad-literal': ({ at, text }, session) => session.report('kusto/bad-literal', { type: 'dynamic', text }, at),
  'too-deep': ({ at, limit }, session) => session.report('kusto/too-deep', { limit }, at),
};

function reportSyntax(problem: SyntaxProblem, session: Session): void {
  // Each kind is handed to its own row; the table's type says that there is one for every kind.
  const report = REPORTS[problem.kind] as (problem: SyntaxProblem, session: Session) => void;
  report(problem, session);
}

function makeBinder(session: Session): Binder {
  const binder: Binder = {
    session,
    expression: (node, scope) => bindExpression(node, scope, binder),
    table: (node, variables) => bindTable(node, variables, binder),
    operators: (nodes, input, variables) => bindOperators(nodes, input, variables, binder),
  };
  return binder;
}

/** A value that is named is worked out once; a function is unfolded where it is called. */
function bindLet({ value }: LetStatement, variables: Variables, binder: Binder): Variable | undefined {
  if (value.kind === 'lambda') return { kind: 'function', lambda: value, variables: new Map(variables) };
  const variable = bindVariable(value, variables, binder);
  if (variable?.kind !== 'scalar') return variable;
  let known: { readonly value: ReturnType<typeof variable.bound.evaluate> } | undefined;
  const evaluate = () => {
    known ??= { value: variable.bound.evaluate(noFrame) };
    return known.value;
  };
  return { kind: 'scalar', bound: { ...variable.bound, evaluate } };
}

function declare(statements: readonly Statement[], given: Variables, binder: Binder): Variables | undefined {
  const variables = new Map(given);
  const own = new Set<string>();
  for (const statement of statements) {
    if (statement.kind !== 'let') continue;
    const { text, at } = statement.name;
    if (own.has(text)) binder.session.report('kusto/duplicate-name', { name: text }, at);
    own.add(text);
    const variable = bindLet(statement, variables, binder);
    if (variable === undefined) return undefined;
    variables.set(text, variable);
  }
  return variables;
}

function queryOf(script: Script, session: Session): QueryStatement | undefined {
  const queries = script.statements.filter((statement) => statement.kind === 'query');
  const [query, second] = queries;
  if (second !== undefined) session.report('kusto/unsupported', { what: 'more than one query' }, second.at);
  if (query === undefined && !session.failed) session.report('kusto/no-query', {});
  return second === undefined ? query : undefined;
}

/** A query that is a value is taken for `print` of it. */
function bindQuery({ value, at }: QueryStatement, variables: Variables, binder: Binder): Relation | undefined {
  const isValue = !isTable(value, variables) && !(value.kind === 'name' && !variables.has(value.name));
  return isValue
    ? bindTable({ kind: 'print', values: [{ names: [], value, at }], at }, variables, binder)
    : bindTable(value, variables, binder);
}

function tableVariables(tables: Readonly<Record<string, KustoTable>>, binder: Binder): Variables {
  return new Map(
    Object.entries(tables).map(([name, table]): [string, Variable] => {
      const rows = memoized(() => ordered(readRows(table, binder.session), binder)());
      return [name, { kind: 'table', relation: { columns: table.columns, serialized: false, rows } }];
    }),
  );
}

function runScript(script: Script, tables: Readonly<Record<string, KustoTable>>, session: Session) {
  const binder = makeBinder(session);
  const query = queryOf(script, session);
  const variables = declare(script.statements, tableVariables(tables, binder), binder);
  const relation = query && variables && bindQuery(query, variables, binder);
  if (relation === undefined) return NO_ROWS;
  const { columns } = relation;
  if (session.failed) return { columns, rows: [] };
  const rows = relation.rows();
  if (session.failed) return { columns, rows: [] };
  return { columns, rows: rows.map((row) => columns.map(({ type }, i) => cellOf(row[i] ?? null, type))) };
}

type Table = Pick<KustoResult, 'columns' | 'rows'>;

/** The budget leaves by an exception; what it was is reported already. */
function unlessHalted(run: () => Table): Table {
  try {
    return run();
  } catch (error) {
    if (error instanceof Halt) return NO_ROWS;
    throw error;
  }
}

/**
 * Runs a KQL query over tables, by the vendor's documents. What it does not know it says (`kusto/…` errors) and gives no
 * rows. Never throws for a query or a table, whatever they hold.
 *
 * @param query one query, with the `let` statements before it; a scalar expression counts as `print` of it
 * @param tables the tables the query may name
 */
export function runKusto(
  query: string,
  tables: Readonly<Record<string, KustoTable>>,
  options: KustoOptions = {},
): KustoResult {
  const now = parseDatetime(options.now ?? '') ?? ticksOfMillis(Date.now());
  const limits = { ...defaultLimits, ...options.limits };
  const session = new Session(query, { ...defaultReadings, ...options.readings }, limits, now);
  const { script, problems } = parseKusto(query);
  for (const problem of problems) reportSyntax(problem, session);
  const result = unlessHalted(() => runScript(script, tables, session));
  return { ...result, diagnostics: session.diagnostics, asked: [...session.asked] };
}
