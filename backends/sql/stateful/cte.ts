import { bracketed, chain, type Doc, type Frag, q, raw } from '../../../src/target/frag.ts';
import { clause } from '../common.ts';
import { LEVEL } from '../levels.ts';
import { comment } from '../lexical.ts';

/** One named step of a statement, with a sentence that says what it does. */
export interface Cte {
  readonly name: Frag;
  readonly says: string;
  readonly body: Doc;
  /** Evaluated once, where the dialect can say so. */
  readonly once?: boolean;
  /** Reads itself. */
  readonly recursive?: boolean;
}

const conjunction = (tests: readonly Frag[]): Frag => {
  const [only] = tests;
  return only && tests.length === 1 ? only : chain(tests.map(inJunction), 'AND', LEVEL.junction);
};

/** A test as an operand of AND or OR. */
export const inJunction = (test: Frag): Frag => (test.level < LEVEL.junction ? test : bracketed(test));

/** On one line, or one a line. */
const rows = (items: readonly Doc[]): Doc => ({ kind: 'block', items, separator: '', trailing: false });

/** `a, b`, one a line where they do not fit. */
export const columns = (items: readonly Frag[]): Doc =>
  rows(items.map(({ doc }, i) => (i === items.length - 1 ? doc : [doc, ','])));

export interface Select {
  readonly columns: readonly Frag[];
  readonly from: Doc;
  readonly where?: readonly Frag[];
  /** Clauses behind WHERE. */
  readonly behind?: readonly Doc[];
}

export function select(parts: Select): Doc {
  const { where = [], behind = [] } = parts;
  return rows([
    clause('SELECT', columns(parts.columns)),
    ['FROM ', parts.from],
    ...(where.length > 0 ? [clause('WHERE', conjunction(where).doc)] : []),
    ...behind,
  ]);
}

export const unionAll = (selects: readonly Doc[]): Doc =>
  rows(selects.flatMap((each, i) => (i === 0 ? [each] : ['UNION ALL', each])));

/** `WITH a AS (…), b AS (…) result`; `materialized` are the dialect's words for a step that is evaluated once. */
export function withCtes(ctes: readonly Cte[], result: Doc, materialized: string, comments: boolean): Doc {
  const written = ctes.map(({ name, says, body, once }, i): Doc => {
    const open = [name.doc, ' AS ', once ? materialized : '', '('].join('');
    const lead = comments ? [comment(says).doc, '\n'] : [];
    return [i === 0 ? '' : ',\n', lead, { kind: 'indent', open, close: ')', doc: body }];
  });
  const recursive = ctes.some((cte) => cte.recursive === true);
  return [recursive ? 'WITH RECURSIVE\n' : 'WITH\n', written, '\n', result];
}

/** `PARTITION BY key_1, key_2 `, or nothing. */
export const partitioned = (keyNames: readonly Frag[]): Frag =>
  keyNames.length === 0 ? raw('') : q(0)`PARTITION BY ${commas(keyNames)} `;

export const commas = (items: readonly Frag[]): Frag => ({
  level: 0,
  doc: items.flatMap((item, i): Doc[] => (i === 0 ? [item.doc] : [', ', item.doc])),
});
