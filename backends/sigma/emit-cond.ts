import type { Cond, HasKey, HasValue } from '../../src/ir/cond.ts';
import { onCond } from '../../src/ir/cond.ts';
import type { Field, Value } from '../../src/ir/value.ts';
import { onValue } from '../../src/ir/value.ts';
import { negated } from '../../src/target/ledger.ts';
import { cidrTest } from './cidr.ts';
import { compareTest, NO_NAME, noSubject, oneOfTest } from './compare.ts';
import { canName } from './lexical.ts';
import { typedNote } from './notes.ts';
import { join, type Result, said, unsaid, withOrigin } from './result.ts';
import { callTest, keywordTest, matchTest, regexTest } from './text-tests.ts';
import { all, anyOf, not, test } from './tree.ts';

/** A value that does not fit the type, so that the rule sees nothing where Sigma sees something. */
const MISFITS: Readonly<Partial<Record<Field['type'], unknown>>> = {
  long: 'x',
  double: 'x',
  boolean: 'x',
  ip: 'x',
  date: 'x',
  version: 1,
};

/** "Not null" is written as the complement of null (specification 2.1, "Special field values"). */
function hasValue({ value }: HasValue): Result {
  if (value.kind !== 'field') return noSubject(value);
  if (!canName(value.name)) return unsaid('field', NO_NAME);
  const misfit = MISFITS[value.type];
  const notes = misfit === undefined ? [] : [typedNote('has-value', { [value.name]: misfit })];
  return said(not(test({ field: value.name, modifiers: [], values: [null] })), notes);
}

function hasKey({ field }: HasKey): Result {
  if (!canName(field.name)) return unsaid('field', NO_NAME);
  return said(test({ field: field.name, modifiers: ['exists'], values: [true] }));
}

function boolean(field: Field): Result {
  return compareTest({
    kind: 'compare',
    op: 'eq',
    left: field,
    right: { kind: 'literal', type: 'boolean', value: true },
    caseRule: 'exact',
  });
}

const leafTest = (value: Value): Result =>
  onValue<Result>(value, {
    literal: (node) => unsaid('literal', `a constant ${node.type} is no test`),
    field: boolean,
    call: callTest,
    compare: compareTest,
    'one-of': oneOfTest,
    match: matchTest,
    regex: regexTest,
    cidr: cidrTest,
  });

const CONSTANT = 'a constant condition inside another one';

/** A condition as a detection. */
export function emitCond(cond: Cond): Result {
  return onCond<Result>(cond, {
    true: () => unsaid('true', CONSTANT),
    false: () => unsaid('false', CONSTANT),
    and: (node) => join(node.all.map(emitCond), all),
    or: (node) => join(node.any.map(emitCond), anyOf),
    not: (node) => {
      const inner = emitCond(node.inner);
      return { ...(inner.tree && { tree: not(inner.tree) }), notes: negated(inner.notes) };
    },
    leaf: (node) => withOrigin(leafTest(node.value), node.origin),
    'has-value': (node) => withOrigin(hasValue(node), node.origin),
    'has-key': (node) => withOrigin(hasKey(node), node.origin),
    keyword: (node) => withOrigin(keywordTest(node), node.origin),
  });
}
