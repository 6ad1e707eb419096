import type { ParseOperator, ParsePart } from '../../../../grammars/kusto/ast.ts';
import { type Binder, frameOf, type Shape, type Stage, scopeOf, type Variables } from '../bound.ts';
import { convert, textOf } from '../convert.ts';
import { type KustoColumn, type KustoType, missingOf, type Row, typeNamed, type Value } from '../types.ts';
import { columnNamed, readOptions, type TabularRow } from './row.ts';

/** A column to fill, with what stands before it. */
interface Field {
  readonly name: string;
  readonly type: KustoType;
}
type Piece =
  | { readonly kind: 'any' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly field: Field };

function pieceOf(part: ParsePart, { session }: Binder): Piece | undefined {
  if (part.kind !== 'column') return part;
  const type = typeNamed(part.type?.text ?? 'string');
  if (type !== undefined) return { kind: 'field', field: { name: part.name.text, type } };
  session.report('kusto/unknown-type', { name: part.type?.text ?? '' }, part.type?.at);
  return undefined;
}

/** Between two texts there must stand something, and one thing only: what `*` after a text column means is not documented. */
function isPlain(pieces: readonly Piece[]): boolean {
  return pieces.every((piece, i) => piece.kind === 'text' || i === 0 || pieces[i - 1]?.kind === 'text');
}

/** What the fields hold, by the delimiters in their order; undefined where one does not stand in the text. */
function split(text: string, pieces: readonly Piece[]): readonly string[] | undefined {
  const found: string[] = [];
  let at = 0;
  let open: Piece | undefined;
  for (const piece of [...pieces, undefined]) {
    if (piece !== undefined && piece.kind !== 'text') {
      open = piece;
      continue;
    }
    const next = piece === undefined ? text.length : text.indexOf(piece.text, at);
    // Without a `*` or a column before it a delimiter must stand right here, and the end must be reached.
    if (next === -1 || (open === undefined && next !== at)) return undefined;
    if (open?.kind === 'field') found.push(text.slice(at, next));
    at = next + (piece?.text.length ?? 0);
    open = undefined;
  }
  return found;
}

interface Pattern {
  readonly pieces: readonly Piece[];
  readonly fields: readonly Field[];
}

function readPattern(node: ParseOperator, binder: Binder): Pattern | undefined {
  const { session } = binder;
  const options = readOptions(node.options, { kind: ['simple', 'relaxed'] }, session);
  const pieces = node.pattern.map((part) => pieceOf(part, binder));
  if (options === undefined || !pieces.every((piece) => piece !== undefined)) return undefined;
  if (!isPlain(pieces)) {
    session.report('kusto/undocumented', { what: 'a parse pattern with two columns side by side' }, node.at);
    return undefined;
  }
  return { pieces, fields: pieces.flatMap((piece) => (piece.kind === 'field' ? [piece.field] : [])) };
}

/** `simple`: all fields are of their types, or none is filled. `relaxed`: those that are not are null. */
function fieldValues(
  texts: readonly string[] | undefined,
  fields: readonly Field[],
  relaxed: boolean,
): readonly Value[] | undefined {
  if (texts === undefined) return undefined;
  const values = fields.map(({ type }, i): Value => convert(texts[i] ?? '', 'string', type) ?? null);
  const failed = values.some((value, i) => value === null && fields[i]?.type !== 'string');
  return failed && !relaxed ? undefined : values;
}

function bindParse(node: ParseOperator, input: Shape, variables: Variables, binder: Binder): Stage | undefined {
  const pattern = readPattern(node, binder);
  const bound = binder.expression(node.value, scopeOf(input, variables));
  if (pattern === undefined || bound === undefined) return undefined;
  const { pieces, fields } = pattern;
  const columns: KustoColumn[] = [...input.columns];
  const places = fields.map(({ name, type }) => {
    const known = columnNamed(columns, name);
    const place = known === -1 ? columns.length : known;
    columns[place] = { name, type };
    return place;
  });
  const relaxed = node.options.some(({ value }) => value === 'relaxed');
  const parsed = (row: Row, index: number, rows: readonly Row[]): readonly Row[] => {
    const text = textOf(bound.evaluate(frameOf(row, index, rows)), bound.type);
    const values = fieldValues(split(text, pieces), fields, relaxed);
    if (values === undefined && node.kind === 'parse-where') return [];
    const out: Value[] = [...row];
    for (const [i, place] of places.entries()) out[place] = values?.[i] ?? missingOf(fields[i]?.type ?? 'string');
    return [out];
  };
  const run = (rows: readonly Row[]): readonly Row[] => {
    binder.session.spend(rows.length * pieces.length);
    return rows.flatMap(parsed);
  };
  return { columns, serialized: input.serialized, run };
}

const OPEN = 'kind=regex, and what a `*` after a column skips: not emulated';
export const parse: TabularRow<'parse'> = {
  name: 'parse',
  case: 'KE-parse',
  docs: 'parse-operator',
  open: OPEN,
  bind: bindParse,
};
export const parseWhere: TabularRow<'parse-where'> = {
  name: 'parse-where',
  case: 'KE-parse-where',
  docs: 'parse-where-operator',
  open: OPEN,
  bind: bindParse,
};
