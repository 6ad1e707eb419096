import type { Binary, Expression, JoinOperator } from '../../../../grammars/kusto/ast.ts';
import type { Binder, Relation, Shape, Stage, Variables } from '../bound.ts';
import { keyOf } from '../compare.ts';
import { commonType } from '../convert.ts';
import { type KustoColumn, missingOf, type Row, type Value } from '../types.ts';
import { columnNamed, Names, readOptions, type TabularRow } from './row.ts';

/** What a kind of join keeps besides the pairs (query/join-operator, Returns). */
interface Flavour {
  readonly pairs: boolean;
  /** Only the first left row of each key takes part. */
  readonly unique?: boolean;
  /** Rows without a partner, filled up with nulls. */
  readonly left?: boolean;
  readonly right?: boolean;
  /** One side only: its rows with a partner, or those without. */
  readonly only?: 'left' | 'right';
  readonly matched?: boolean;
}

const FLAVOURS: Readonly<Record<string, Flavour>> = {
  innerunique: { pairs: true, unique: true },
  inner: { pairs: true },
  leftouter: { pairs: true, left: true },
  rightouter: { pairs: true, right: true },
  fullouter: { pairs: true, left: true, right: true },
  leftsemi: { pairs: false, only: 'left', matched: true },
  leftanti: { pairs: false, only: 'left', matched: false },
  leftantisemi: { pairs: false, only: 'left', matched: false },
  anti: { pairs: false, only: 'left', matched: false },
  rightsemi: { pairs: false, only: 'right', matched: true },
  rightanti: { pairs: false, only: 'right', matched: false },
  rightantisemi: { pairs: false, only: 'right', matched: false },
};

/** A pair of columns that must be equal. */
interface Condition {
  readonly left: number;
  readonly right: number;
}

/** `$left.a` or `$right.b` */
function sideOf(node: Expression): { readonly side: string; readonly name: string } | undefined {
  if (node.kind !== 'path' || node.of.kind !== 'name') return undefined;
  return { side: node.of.name, name: node.name };
}

function pairOf(node: Binary): { readonly left: string; readonly right: string } | undefined {
  const [a, b] = [sideOf(node.left), sideOf(node.right)];
  if (a?.side === '$left' && b?.side === '$right') return { left: a.name, right: b.name };
  return a?.side === '$right' && b?.side === '$left' ? { left: b.name, right: a.name } : undefined;
}

function namesIn(node: Expression): { readonly left: string; readonly right: string } | undefined {
  if (node.kind === 'name') return { left: node.name, right: node.name };
  return node.kind === 'binary' && node.op === '==' ? pairOf(node) : undefined;
}

/** Conditions may be joined by commas or by `and`. */
function flattened(node: Expression): readonly Expression[] {
  const waiting = [node];
  const out: Expression[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'binary' && next.op === 'and') waiting.push(next.right, next.left);
    else out.push(next);
  }
  return out;
}

function bindCondition(node: Expression, left: Shape, right: Shape, { session }: Binder): Condition | undefined {
  const names = namesIn(node);
  if (names === undefined) {
    session.report('kusto/join-condition', {}, node.at);
    return undefined;
  }
  const found = { left: columnNamed(left.columns, names.left), right: columnNamed(right.columns, names.right) };
  const [a, b] = [left.columns[found.left], right.columns[found.right]];
  if (a === undefined || b === undefined) {
    session.report('kusto/unknown-name', { name: a === undefined ? names.left : names.right, near: [] }, node.at);
    return undefined;
  }
  if (a.type === 'dynamic' || commonType(a.type, b.type) === undefined) {
    session.report('kusto/operand-types', { op: '==', types: [a.type, b.type] }, node.at);
    return undefined;
  }
  return found;
}

function bindConditions(
  node: JoinOperator,
  left: Shape,
  right: Shape,
  binder: Binder,
): readonly Condition[] | undefined {
  if (node.on.length === 0) binder.session.report('kusto/join-condition', {}, node.at);
  const found = node.on.flatMap(flattened).map((each) => bindCondition(each, left, right, binder));
  return found.length > 0 && found.every((each) => each !== undefined) ? found : undefined;
}

type KeyOf = (row: Row) => string | undefined;

/** The text of a row's key; undefined where a part is null and nulls are not equal to each other. */
function keyer(places: readonly number[], columns: readonly KustoColumn[], binder: Binder): KeyOf {
  return (row) => {
    const values = places.map((i): Value => row[i] ?? null);
    const hasNull = values.some((value, i) => value === null && columns[places[i] ?? 0]?.type !== 'string');
    if (hasNull && binder.session.reading('nullJoinKeys') === 'differ') return undefined;
    return JSON.stringify(values.map((value, i) => keyOf(value, columns[places[i] ?? 0]?.type ?? 'string')));
  };
}

interface Sides {
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly leftKey: KeyOf;
  readonly rightKey: KeyOf;
  readonly leftMissing: Row;
  readonly rightMissing: Row;
}

function indexed(rows: readonly Row[], key: KeyOf): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const own = key(row);
    if (own === undefined) continue;
    const group = groups.get(own);
    if (group === undefined) groups.set(own, [row]);
    else group.push(row);
  }
  return groups;
}

/** One left row for each key: which one is not said (query/join-innerunique), and the order of the rows is a reading. */
function firstOfEach(rows: readonly Row[], key: KeyOf): readonly Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const own = key(row);
    if (own === undefined || seen.has(own)) return false;
    seen.add(own);
    return true;
  });
}

function oneSide({ left, right, leftKey, rightKey }: Sides, { only, matched }: Flavour): readonly Row[] {
  const [rows, key] = only === 'left' ? [left, leftKey] : [right, rightKey];
  const [others, otherKey] = only === 'left' ? [right, rightKey] : [left, leftKey];
  const partners = indexed(others, otherKey);
  return rows.filter((row) => {
    const own = key(row);
    return (own !== undefined && partners.has(own)) === matched;
  });
}

function pairs(sides: Sides, flavour: Flavour, binder: Binder): readonly Row[] {
  const partners = indexed(sides.right, sides.rightKey);
  const used = new Set<string>();
  const out: Row[] = [];
  for (const row of flavour.unique ? firstOfEach(sides.left, sides.leftKey) : sides.left) {
    const own = sides.leftKey(row);
    const found = own === undefined ? [] : (partners.get(own) ?? []);
    binder.session.make(found.length + 1, row.length + sides.rightMissing.length);
    if (own !== undefined && found.length > 0) used.add(own);
    for (const other of found) out.push([...row, ...other]);
    if (flavour.left && found.length === 0) out.push([...row, ...sides.rightMissing]);
  }
  if (!flavour.right) return out;
  const alone = sides.right.filter((row) => !used.has(sides.rightKey(row) ?? ''));
  return [...out, ...alone.map((row) => [...sides.leftMissing, ...row])];
}

const missingRow = (columns: readonly KustoColumn[]): Row => columns.map(({ type }) => missingOf(type));

/** Columns of both sides; a name that the left side has gets a number on the right. */
function bothSides(left: readonly KustoColumn[], right: readonly KustoColumn[]): readonly KustoColumn[] {
  const names = new Names(left.map(({ name }) => name));
  return [...left, ...right.map(({ name, type }) => ({ name: names.fresh(name), type }))];
}

function bindSides(input: Shape, right: Relation, conditions: readonly Condition[], binder: Binder) {
  const leftKey = keyer(
    conditions.map((each) => each.left),
    input.columns,
    binder,
  );
  const rightKey = keyer(
    conditions.map((each) => each.right),
    right.columns,
    binder,
  );
  const missing = { leftMissing: missingRow(input.columns), rightMissing: missingRow(right.columns) };
  return (rows: readonly Row[]): Sides => ({ left: rows, right: right.rows(), leftKey, rightKey, ...missing });
}

function joined(node: JoinOperator, input: Shape, variables: Variables, binder: Binder, flavour: Flavour) {
  const right = binder.table(node.table, variables);
  const conditions = right && bindConditions(node, input, right, binder);
  if (right === undefined || conditions === undefined) return undefined;
  const sides = bindSides(input, right, conditions, binder);
  const run = (rows: readonly Row[]): readonly Row[] =>
    flavour.pairs ? pairs(sides(rows), flavour, binder) : oneSide(sides(rows), flavour);
  const shown = flavour.only === 'right' ? right.columns : input.columns;
  const columns = flavour.pairs ? bothSides(input.columns, right.columns) : shown;
  return { stage: { columns, serialized: false, run }, right, conditions };
}

export const join: TabularRow<'join'> = {
  name: 'join',
  case: 'K239',
  docs: 'join-operator',
  open: 'null keys; which left row innerunique keeps',
  bind: (node, input, variables, binder) => {
    const options = readOptions(node.options, { kind: Object.keys(FLAVOURS) }, binder.session);
    const flavour = FLAVOURS[options?.get('kind') ?? 'innerunique'];
    return options && flavour && joined(node, input, variables, binder, flavour)?.stage;
  },
};

/** As `join`, but the right side's keys are left out (query/lookup-operator). */
export const lookup: TabularRow<'lookup'> = {
  name: 'lookup',
  case: 'KE-lookup',
  docs: 'lookup-operator',
  open: 'null keys',
  bind: (node, input, variables, binder) => {
    const options = readOptions(node.options, { kind: ['leftouter', 'inner'] }, binder.session);
    const flavour = FLAVOURS[options?.get('kind') ?? 'leftouter'];
    const found = options && flavour && joined(node, input, variables, binder, flavour);
    return found && withoutRightKeys(found.stage, input, found.right, found.conditions);
  },
};

function withoutRightKeys(stage: Stage, left: Shape, right: Relation, conditions: readonly Condition[]): Stage {
  const keys = new Set(conditions.map((each) => each.right));
  const kept = right.columns.flatMap((column, i) => (keys.has(i) ? [] : [{ column, i: left.columns.length + i }]));
  const places = [...left.columns.keys(), ...kept.map(({ i }) => i)];
  return {
    columns: bothSides(
      left.columns,
      kept.map(({ column }) => column),
    ),
    serialized: false,
    run: (rows) => stage.run(rows).map((row) => places.map((i): Value => row[i] ?? null)),
  };
}
