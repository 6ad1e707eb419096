import type { Place } from '../../../grammars/kusto/ast.ts';
import { foldAscii } from '../../base/fold.ts';
import { arithmeticRule } from './arithmetic.ts';
import { differs, equals, order, orderable } from './compare.ts';
import { dynamicText } from './dynamic.ts';
import type { Facts } from './facts.ts';
import { matchesRegex } from './regexes.ts';
import type { Session } from './session.ts';
import { has } from './terms.ts';
import { isNumeric, type KustoType, type Value } from './types.ts';

/** What an operator gives for its two types. */
interface OperatorRule {
  readonly type: KustoType;
  readonly evaluate: (a: Value, b: Value) => Value;
}

export interface OperatorRow extends Facts {
  readonly name: string;
  /** Undefined where the operator is not defined for the types. */
  readonly rule: (a: KustoType, b: KustoType, session: Session, at: Place) => OperatorRule | undefined;
}

type TextTest = (text: string, other: string, session: Session, at: Place) => boolean;

/** The text a string operator works on; undefined: it has none, and the operator is false. */
export function textual(value: Value, type: KustoType, session: Session): string | undefined {
  if (type === 'string' || typeof value === 'string' || value === null) return value === null ? '' : (value as string);
  return session.reading('textOperatorOnDynamic') === 'text' ? dynamicText(value) : undefined;
}

export const takesText = (type: KustoType): boolean => type === 'string' || type === 'dynamic';

function textRow(name: string, facts: Facts, test: TextTest): OperatorRow {
  const negated = name.startsWith('!');
  return {
    name,
    ...facts,
    rule: (a, b, session, at) => {
      if (!takesText(a) || !takesText(b)) return undefined;
      const evaluate = (x: Value, y: Value): Value => {
        const [text, other] = [textual(x, a, session), textual(y, b, session)];
        return (text !== undefined && other !== undefined && test(text, other, session, at)) !== negated;
      };
      return { type: 'bool', evaluate };
    },
  };
}

/** `contains ""` and its like are a reading; any other right side is tested. */
const unlessEmpty = (test: (text: string, other: string) => boolean): TextTest => {
  return (text, other, session) => (other === '' ? session.reading('containsEmpty') === 'true' : test(text, other));
};

const contains = unlessEmpty((text, other) => text.includes(other));
const startsWith = unlessEmpty((text, other) => text.startsWith(other));
const endsWith = unlessEmpty((text, other) => text.endsWith(other));
// Insensitive operators fold ASCII letters only (includes/in-operator-comparison).
const folded =
  (test: TextTest): TextTest =>
  (text, other, session, at) =>
    test(foldAscii(text), foldAscii(other), session, at);

const OPEN_TERMS = 'a right side that holds other than letters and digits';

/** Each test under four names: plain, negated, with case, negated with case. */
function family(
  name: string,
  cases: readonly [string, string, string, string],
  test: TextTest,
  open?: string,
): OperatorRow[] {
  const facts = (id: string, docs: string): Facts => ({ case: id, docs, ...(open !== undefined && { open }) });
  const [plain, not, cased, notCased] = cases;
  return [
    textRow(name, facts(plain, `${name}-operator`), folded(test)),
    textRow(`!${name}`, facts(not, `not-${name}-operator`), folded(test)),
    textRow(`${name}_cs`, facts(cased, `${name}-cs-operator`), test),
    textRow(`!${name}_cs`, facts(notCased, `not-${name}-cs-operator`), test),
  ];
}

const term = (place: 'whole' | 'prefix' | 'suffix'): TextTest => {
  return (text, other, session) => has(text, other, place, false, session);
};

const textRows: readonly OperatorRow[] = [
  textRow(
    '=~',
    { case: 'K045', docs: 'equals-operator' },
    folded((a, b) => a === b),
  ),
  textRow(
    '!~',
    { case: 'K005', docs: 'not-equals-operator' },
    folded((a, b) => a === b),
  ),
  ...family('contains', ['K006', 'K007', 'KE-contains_cs', 'K009'], contains),
  ...family('startswith', ['KE-startswith', 'K034', 'K033', 'K035'], startsWith),
  ...family('endswith', ['KE-endswith', 'K011', 'K012', 'KE-not-endswith_cs'], endsWith),
  ...family('has', ['K013', 'K014', 'K018', 'KE-not-has_cs'], term('whole'), OPEN_TERMS),
  ...family('hasprefix', ['K019', 'KE-not-hasprefix', 'K021', 'K022'], term('prefix'), OPEN_TERMS),
  ...family('hassuffix', ['KE-hassuffix', 'KE-not-hassuffix', 'KE-hassuffix_cs', 'K025'], term('suffix'), OPEN_TERMS),
  textRow('matches regex', { case: 'K031', docs: 'matches-regex-operator' }, matchesRegex),
];

const textTests: ReadonlySet<string> = new Set(
  textRows.map(({ name }) => name).filter((name) => !name.startsWith('!')),
);

/** Whether an operator tests a text for something that it has. */
export const isTextTest = (name: string): boolean => textTests.has(name);

const equalityRow = (name: string, id: string, test: typeof equals): OperatorRow => ({
  name,
  case: id,
  docs: name === '==' ? 'equals-cs-operator' : 'not-equals-cs-operator',
  open: 'types that bind but are not alike (`n == "1"`)',
  rule: (a, b, session) => ({ type: 'bool', evaluate: (x, y) => test(x, a, y, b, session) }),
});

/** Types whose values are ordered against each other; strings are not (KS106). */
function ordered(a: KustoType, b: KustoType): boolean {
  if (isNumeric(a) && isNumeric(b)) return true;
  if (a === b) return a === 'datetime' || a === 'timespan';
  return (a === 'dynamic' && isNumeric(b)) || (b === 'dynamic' && isNumeric(a));
}

export const compareOrdered = (x: Value, a: KustoType, y: Value, b: KustoType): number | null => {
  const [left, right] = [orderable(x, a), orderable(y, b)];
  return left === null || right === null || Number.isNaN(left) || Number.isNaN(right) ? null : order(left, right);
};
export { ordered as areOrdered };

const orderingRow = (name: string, id: string, test: (sign: number) => boolean): OperatorRow => ({
  name,
  case: id,
  docs: 'numerical-operators',
  rule: (a, b) => {
    if (!ordered(a, b)) return undefined;
    const evaluate = (x: Value, y: Value): Value => {
      const sign = compareOrdered(x, a, y, b);
      return sign === null ? null : test(sign);
    };
    return { type: 'bool', evaluate };
  },
});

const arithmeticRow = (name: string, id: string): OperatorRow => ({
  name,
  case: id,
  docs: 'numerical-operators',
  rule: (a, b, session, at) => {
    const rule = arithmeticRule(name, a, b);
    if (rule === undefined) return undefined;
    const evaluate = (x: Value, y: Value): Value => {
      if (x === null || y === null) return null;
      const result = rule.evaluate(x, y);
      if (result === undefined) session.report('kusto/undocumented', { what: `an overflow of \`${name}\`` }, at);
      return result ?? null;
    };
    return { type: rule.type, evaluate };
  },
});

function and(a: Value, b: Value, session: Session): Value {
  if (a === false || b === false) return false;
  if (a === true && b === true) return true;
  return session.reading('nullAndTrue') === 'null' ? null : false;
}

function or(a: Value, b: Value): Value {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

const logicRow = (name: string, id: string, join: (a: Value, b: Value, session: Session) => Value): OperatorRow => ({
  name,
  case: id,
  docs: 'logical-operators',
  rule: (a, b, session) =>
    a === 'bool' && b === 'bool' ? { type: 'bool', evaluate: (x, y) => join(x, y, session) } : undefined,
});

/** Every operator with two sides that are values. */
export const operatorRows: readonly OperatorRow[] = [
  ...textRows,
  equalityRow('==', 'K070', equals),
  equalityRow('!=', 'K069', differs),
  equalityRow('<>', 'KE-unequal', differs),
  orderingRow('<', 'KE-less', (sign) => sign < 0),
  orderingRow('<=', 'KE-at-most', (sign) => sign <= 0),
  orderingRow('>', 'K073', (sign) => sign > 0),
  orderingRow('>=', 'KE-at-least', (sign) => sign >= 0),
  arithmeticRow('+', 'KE-plus'),
  arithmeticRow('-', 'KE-minus'),
  arithmeticRow('*', 'KE-times'),
  arithmeticRow('/', 'K180'),
  arithmeticRow('%', 'KE-modulo'),
  logicRow('and', 'K075', and),
  logicRow('or', 'K077', or),
];
