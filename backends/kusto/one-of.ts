import { plainDecimal } from '../../src/functions/decimal.ts';
import type { Compare, Literal, OneOf } from '../../src/ir/value.ts';
import { enclosed, type Frag } from '../../src/target/frag.ts';
import { compareTest } from './compare.ts';
import { isLong, long } from './lexical.ts';
import { anyOf, type Expr, type Scope, type Test } from './scope.ts';
import { equality, twin } from './text-tests.ts';

/** The text that a constant is where it meets a text column. */
export function constantText(option: Literal): string | undefined {
  if (option.type === 'date' || option.type === 'null') return undefined;
  return option.type === 'text' || option.type === 'version' ? option.value : plainDecimal(option.value);
}

function everyText(options: readonly Literal[]): readonly string[] | undefined {
  const out = options.flatMap((option) => constantText(option) ?? []);
  return out.length === options.length ? out : undefined;
}

function everyLong(options: readonly Literal[]): readonly bigint[] | undefined {
  const out = options.flatMap((option) => (option.type === 'integer' && isLong(option.value) ? [option.value] : []));
  return out.length === options.length ? out : undefined;
}

/** The subject equals one of the constants: a list where KQL has one, else a comparison each. */
export function oneOfTest(scope: Scope, node: OneOf, subject: Expr, literal: (option: Literal) => Expr): Test {
  const isVersion = node.options.some((option) => option.type === 'version');
  const texts = subject.type === 'string' && !isVersion ? everyText(node.options) : undefined;
  if (texts) return { frag: equality(scope, subject.frag, texts, node.caseRule), nullable: false };
  const longs = subject.type === 'long' && node.options.length > 1 ? everyLong(node.options) : undefined;
  if (longs)
    return {
      frag: twin(scope.place.negatives, subject.frag, 'in', enclosed('(', longs.map(long), ')')),
      nullable: false,
    };
  const tests = node.options.map((option) => {
    const compare: Compare = {
      kind: 'compare',
      op: 'eq',
      left: node.subject,
      right: option,
      caseRule: node.caseRule,
    };
    return compareTest(scope, compare, subject, literal(option));
  });
  const frags: readonly Frag[] = tests.map((test) => test.frag);
  return { frag: anyOf(frags), nullable: tests.some((test) => test.nullable) };
}
