import type { ArithmeticStep, EvalExpr, EvalLogical, EvalOperator } from '../../../../grammars/spl/ast.ts';
import type { ReferenceFacts } from '../facts.ts';

const EVAL = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Eval';
const WHERE = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Where';

export type EvalWord =
  | Exclude<EvalExpr['kind'], 'call' | 'number' | 'string' | 'field' | 'arithmetic' | 'comparison' | 'logical'>
  | ArithmeticStep['operator']
  | EvalOperator
  | EvalLogical['operator']
  | 'quoted field';

/** Everything besides functions that an expression of `where` and `eval` is made of. */
export const evalWords: { readonly [W in EvalWord]: ReferenceFacts } = {
  '=': { case: 'S014', docs: WHERE, open: 'several values; texts that spell numbers' },
  '!=': { case: 'S061', docs: WHERE, open: 'several values; texts that spell numbers' },
  '<': { case: 'O160', docs: EVAL, open: 'a number and a text that spells none' },
  '<=': { case: 'O161', docs: EVAL },
  '>': { case: 'O162', docs: EVAL },
  '>=': { case: 'O163', docs: EVAL },
  like: { case: 'O164', docs: WHERE },
  in: { case: 'S026', docs: WHERE },
  and: { case: 'S039', docs: WHERE },
  or: { case: 'S039', docs: WHERE },
  xor: { case: 'O165', docs: EVAL },
  not: { case: 'S064', docs: WHERE, open: 'NOT over a missing field' },
  '+': { case: 'S128', docs: EVAL, open: 'two texts that spell numbers' },
  '-': { case: 'O166', docs: EVAL },
  '*': { case: 'S096', docs: EVAL },
  '/': { case: 'S125', docs: EVAL },
  '%': { case: 'O167', docs: EVAL, open: 'the sign with a negative operand' },
  negative: { case: 'O168', docs: EVAL },
  concat: { case: 'S127', docs: EVAL, open: 'a missing operand' },
  'quoted field': { case: 'S130', docs: WHERE },
};
