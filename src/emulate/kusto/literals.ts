import type { DynamicLiteral, DynamicText, Literal, LiteralType } from '../../../grammars/kusto/ast.ts';
import { fromText, guidOfText, intoDynamic } from './convert.ts';
import type { Session } from './session.ts';
import { parseDatetime, parseTimespan } from './ticks.ts';
import type { Dynamic, KustoType, Value } from './types.ts';

const unquoted = (text: string): string => text.replace(/^(["'])([\s\S]*)\1$/, '$2');

const REALS: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '+inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
};
const realOf = (text: string): Value => REALS[text.toLowerCase()] ?? fromText(text, 'real');

/** `datetime()` and `datetime(now)` are the time of the query (scalar-data-types/datetime). */
const datetimeOf = (text: string, now: bigint): Value =>
  text === '' || text === 'now' ? now : (parseDatetime(unquoted(text)) ?? null);

type Reader = (text: string, now: bigint) => Value;
/** What a text literal's type reads; null: it reads nothing. */
const READERS: { readonly [T in Exclude<LiteralType, 'decimal'>]: Reader } = {
  string: (text) => text,
  long: (text) => fromText(text, 'long'),
  int: (text) => fromText(text, 'int'),
  real: realOf,
  bool: (text) => fromText(text, 'bool'),
  datetime: datetimeOf,
  timespan: (text) => parseTimespan(text) ?? null,
  guid: (text) => guidOfText(unquoted(text)),
};

/** The value of a literal; undefined where it was reported that the text is of no form read. */
export function literalValue(
  node: Literal,
  session: Session,
): { readonly value: Value; readonly type: KustoType } | undefined {
  const { type, text, at } = node;
  if (type === 'decimal') {
    session.report('kusto/unknown-type', { name: type }, at);
    return undefined;
  }
  if (type !== 'string' && text === 'null') return { value: null, type };
  const value = READERS[type](text, session.now);
  if (value !== null) return { value, type };
  session.report('kusto/bad-literal', { type, text }, at);
  return undefined;
}

const INTO: {
  readonly [K in DynamicText['kind']]: (node: Extract<DynamicText, { kind: K }>, session: Session) => Dynamic;
} = {
  null: () => null,
  array: ({ items }, session) => items.map((item) => dynamicValue(item, session)),
  bag: ({ entries }, session) => new Map(entries.map(([key, item]) => [key, dynamicValue(item, session)])),
  literal: (node, session) => {
    const found = literalValue(node, session);
    return found === undefined ? null : intoDynamic(found.value, found.type);
  },
};

function dynamicValue(node: DynamicText, session: Session): Dynamic {
  // Each kind is handed to its own row; the table's type says that there is one for every kind.
  const into = INTO[node.kind] as (node: DynamicText, session: Session) => Dynamic;
  return into(node, session);
}

export const dynamicLiteralValue = (node: DynamicLiteral, session: Session): Dynamic =>
  dynamicValue(node.value, session);
