import type { Cond, Not } from '../../src/ir/cond.ts';
import { onCond } from '../../src/ir/cond.ts';
import type { Field } from '../../src/ir/value.ts';
import { combine, type Emitted, exactly, unsupported } from '../../src/target/emit-cond.ts';
import { chain, type Frag, parens, q, raw, traced } from '../../src/target/frag.ts';
import { negated } from '../../src/target/ledger.ts';
import { emitValue, LEVEL } from './emit-value.ts';

const nothing = raw('');

function group(parts: readonly Cond[], word: 'and' | 'or'): Emitted {
  // An `or` inside an `and` needs brackets, an `and` inside an `or` does not; both get them, so that nobody has to know.
  return combine(parts.map(emitCond), (frags) =>
    chain(
      frags.map((frag) => parens(frag, LEVEL.not)),
      word,
      LEVEL[word],
    ),
  );
}

const infix = (left: Frag, text: string): Frag => q(LEVEL.compare)`${parens(left, LEVEL.sum)} ${raw(text)}`;

/** Complements that EQL has words for: `!=`, `== null`. */
function emitNot({ inner }: Not): Emitted {
  if (inner.kind === 'has-value')
    return combine([emitValue(inner.value)], ([value = nothing]) => infix(value, '== null'));
  if (
    inner.kind === 'leaf' &&
    inner.value.kind === 'compare' &&
    inner.value.op === 'eq' &&
    inner.value.caseRule === 'exact'
  ) {
    const emitted = emitValue({ ...inner.value, op: 'ne' });
    return { ...emitted, notes: negated(emitted.notes) };
  }
  const operand = emitCond(inner);
  return { frag: q(LEVEL.not)`not ${parens(operand.frag, LEVEL.not)}`, notes: negated(operand.notes) };
}

function emitHasKey(field: Field): Emitted {
  const emitted = combine([emitValue(field)], ([value = nothing]) => infix(value, '!= null'));
  const note = {
    effect: 'narrower',
    construct: 'has-key',
    why: 'EQL sees no difference between a null and a missing field',
    witness: { [field.name]: null },
  } as const;
  return { ...emitted, notes: [...emitted.notes, note] };
}

/** A condition as EQL. */
export function emitCond(cond: Cond): Emitted {
  const emitted = onCond<Emitted>(cond, {
    true: () => exactly(raw('true')),
    false: () => exactly(raw('false')),
    and: (node) => group(node.all, 'and'),
    or: (node) => group(node.any, 'or'),
    not: emitNot,
    leaf: (node) => emitValue(node.value),
    'has-value': (node) => combine([emitValue(node.value)], ([value = nothing]) => infix(value, '!= null')),
    'has-key': (node) => emitHasKey(node.field),
    keyword: (node) => unsupported('keyword', 'EQL can not search all fields of an event', node.origin),
  });
  return { frag: traced(emitted.frag, cond.origin), notes: emitted.notes };
}
