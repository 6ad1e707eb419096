import { plainDecimal } from '../../functions/decimal.ts';
import { leaf, literal, not, textLiteral } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import { literalText, type Pattern, type PatternPart, pattern } from '../../ir/pattern.ts';
import type { Call, CaseRule, Field, Literal, Value } from '../../ir/value.ts';
import { parseRegex } from '../../regex/parse.ts';
import { sigmaOptions } from '../../regex/sigma-options.ts';
import type { Regex } from '../../regex/tree.ts';
import type { Span } from '../../text/source-text.ts';
import { alternatives } from './alternatives.ts';
import type { Scope } from './scope.ts';
import type { SigmaNumber, SigmaReference, SigmaRegex, SigmaText, SigmaTimePart, SigmaValue } from './value.ts';

/** A whole number of YAML as one of the IR; `1.0` is whole too. */
function numberLiteral(value: bigint | number, span: Span): Literal {
  if (typeof value === 'bigint') return literal({ type: 'integer', value }, span);
  return Number.isInteger(value)
    ? literal({ type: 'integer', value: BigInt(value) }, span)
    : literal({ type: 'real', value }, span);
}

const equals = (left: Field, right: Literal, caseRule: CaseRule, span: Span): Cond =>
  leaf({ kind: 'compare', op: 'eq', left, right, caseRule }, span);

/** A number is compared by value and, where it is spelt in another way (`00000429`, `1.0`), also as it is written. */
function numberTest(field: Field, { value, raw, span }: SigmaNumber): Cond {
  const isNumber = typeof value === 'bigint' || Number.isFinite(value);
  const tests = [
    ...(isNumber ? [equals(field, numberLiteral(value, span), 'simple', span)] : []),
    ...(isNumber && plainDecimal(value) === raw ? [] : [equals(field, textLiteral(raw, span), 'simple', span)]),
  ];
  return alternatives(tests, span);
}

/** Placeholders are gone: `expand` replaced or refused them. */
const patternOf = ({ parts }: SigmaText): Pattern =>
  pattern(parts.filter((part): part is PatternPart => part.kind !== 'placeholder'));

function textTest(subject: Field, value: SigmaText): Cond {
  const parts = patternOf(value);
  const text = literalText(parts);
  if (text !== undefined) return equals(subject, textLiteral(text, value.span), value.caseRule, value.span);
  return leaf({ kind: 'match', subject, patterns: [parts], caseRule: value.caseRule }, value.span);
}

function regexOf({ slice, ignoreCase, multiline, dotAll }: SigmaRegex, scope: Scope): Regex | undefined {
  const { regex, diagnostics } = parseRegex(slice, sigmaOptions({ ignoreCase, multiline, dotAll }));
  scope.diagnostics.push(...diagnostics);
  return regex;
}

function referenceTest(field: Field, { field: name, affix, span }: SigmaReference, scope: Scope): Cond {
  const other = scope.field(name, span);
  if (affix === 'none') return leaf({ kind: 'compare', op: 'eq', left: field, right: other, caseRule: 'simple' }, span);
  return leaf({ kind: 'call', fn: affix, args: [field, other], caseRule: 'simple' }, span);
}

function timeTest(field: Field, { part, op, value, span }: SigmaTimePart): Cond {
  const left: Call = { kind: 'call', fn: 'time-part', args: [field, textLiteral(part)], caseRule: 'exact' };
  return leaf({ kind: 'compare', op, left, right: numberLiteral(value, span), caseRule: 'exact' }, span);
}

const orNothing = (value: Value | undefined, span: Span): Cond | undefined => value && leaf(value, span);

/** What a value asks of a field; nothing where it was refused. */
export function fieldTest(field: Field, value: SigmaValue, scope: Scope): Cond | undefined {
  const { span } = value;
  switch (value.kind) {
    case 'text':
      return textTest(field, value);
    case 'number':
      return numberTest(field, value);
    case 'boolean':
      return equals(field, literal({ type: 'boolean', value: value.value }, span), 'simple', span);
    case 'null':
      return not({ kind: 'has-value', value: field, origin: span }, span);
    case 'regex': {
      const regex = regexOf(value, scope);
      return orNothing(regex && { kind: 'regex', subject: field, regexes: [regex] }, span);
    }
    case 'network':
      return leaf({ kind: 'cidr', subject: field, networks: [value.network] }, span);
    case 'order':
      return leaf(
        { kind: 'compare', op: value.op, left: field, right: numberLiteral(value.value, span), caseRule: 'exact' },
        span,
      );
    case 'presence': {
      const hasKey: Cond = { kind: 'has-key', field, origin: span };
      return value.expected ? hasKey : not(hasKey, span);
    }
    case 'reference':
      return referenceTest(field, value, scope);
    case 'time-part':
      return timeTest(field, value);
    case 'any-of': {
      const tests = value.values.map((one) => fieldTest(field, one, scope));
      const all = tests.filter((test) => test !== undefined);
      return all.length < tests.length ? undefined : alternatives(all, span);
    }
  }
}

const ANY: PatternPart = { kind: 'any' };

function keywordOf(parts: readonly PatternPart[], caseRule: CaseRule, origin: Span): Cond {
  const patterns = [pattern([ANY, ...parts, ANY])];
  return { kind: 'keyword', test: { kind: 'match', patterns, caseRule }, origin };
}

/** What a value asks of the whole event: some text of it contains the keyword. */
export function keywordTest(value: SigmaValue, scope: Scope): Cond | undefined {
  switch (value.kind) {
    case 'text':
      return keywordOf(patternOf(value), value.caseRule, value.span);
    case 'number':
      return keywordOf([{ kind: 'lit', text: value.raw }], 'simple', value.span);
    case 'regex': {
      const regex = regexOf(value, scope);
      return regex && { kind: 'keyword', test: { kind: 'regex', regexes: [regex] }, origin: value.span };
    }
    case 'any-of': {
      const tests = value.values.map((one) => keywordTest(one, scope));
      const all = tests.filter((test) => test !== undefined);
      return all.length < tests.length ? undefined : alternatives(all, value.span);
    }
    case 'boolean':
      scope.report('sigma/keyword-type', { found: 'a boolean' }, value.span);
      return undefined;
    case 'null':
      scope.report('sigma/keyword-type', { found: 'null' }, value.span);
      return undefined;
    // The modifiers that make the others have refused an item without a field.
    case 'network':
    case 'order':
    case 'presence':
    case 'reference':
    case 'time-part':
      return undefined;
  }
}
