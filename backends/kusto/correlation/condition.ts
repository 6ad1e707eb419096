import { isNumeric, namesRules, sameFields, type Threshold } from '../../../src/ir/correlation.ts';
import type { CorrelationCondition, CorrelationQuery } from '../../../src/ir/query.ts';
import { chain, type Frag, q, raw } from '../../../src/target/frag.ts';
import { LEVEL, long, real } from '../lexical.ts';
import { allOf, anyOf, call } from '../scope.ts';
import { type Level, range } from './level.ts';

const OPERATORS: { readonly [O in Threshold['op']]: string } = {
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  eq: '==',
  neq: '!=',
};

/** A value that a window's condition is computed from: its name in the function, its type, and the column of a row that has it. */
export interface Input {
  readonly name: string;
  readonly type: 'long' | 'dynamic';
  readonly column: string;
}

const isOrdered = ({ type }: CorrelationQuery): boolean => type === 'temporal_ordered';
export const seesRules = ({ type }: CorrelationQuery): boolean => type === 'temporal' || type === 'temporal_ordered';

/** Whether the condition asks for the last hit of each rule. */
export const readsLast = (query: CorrelationQuery): boolean => !isOrdered(query) || namesRules(query.condition);

/** What the function of a level takes behind `gone`, the number of the last hit before the window. */
export function inputsOf({ query, tuples }: Level): readonly Input[] {
  if (query.type === 'event_count') return [{ name: 'number', type: 'long', column: 'HitNumber' }];
  if (seesRules(query)) {
    const places = range(query.rules.length);
    const last = places.map((at): Input => ({ name: `last${at}`, type: 'long', column: `LastHit${at}` }));
    const chains = places.map(
      (at): Input => ({ name: `chain${at}`, type: 'long', column: `Chain_${query.rules.length}_${at}` }),
    );
    return [...(readsLast(query) ? last : []), ...(isOrdered(query) ? chains : [])];
  }
  return tuples.map((_, i): Input => ({ name: `window${i + 1}`, type: 'dynamic', column: `Window${i + 1}` }));
}

/** How many of some hits lie in the window. */
const within = (names: readonly string[]): Frag =>
  raw(names.map((name) => `toint(${name} > gone)`).join(' + '), LEVEL.sum);

const compared = (value: Frag, { op, count }: Threshold): Frag => {
  const limit = typeof count === 'bigint' ? long(count) : Number.isInteger(count) ? long(BigInt(count)) : real(count);
  return q(LEVEL.compare)`${value} ${raw(OPERATORS[op])} ${limit}`;
};

/** The number that a threshold compares, of the values of the window: texts for counts, else numbers, of which there is at least one. */
function computed(query: CorrelationQuery, { percentile = 50 }: Threshold, at: number): Frag {
  const [values, sorted, count] = [`values${at}`, `sorted${at}`, `array_length(values${at})`];
  switch (query.type) {
    case 'value_count':
      return raw(`array_length(set_union(${values}, dynamic([])))`);
    case 'value_sum':
      return raw(`array_sum(${values})`);
    case 'value_avg':
      return raw(`array_sum(${values}) / ${count}`, LEVEL.factor);
    case 'value_median':
      return raw(`(todouble(${sorted}[(${count} - 1) / 2]) + todouble(${sorted}[${count} / 2])) / 2`, LEVEL.factor);
    case 'value_percentile': {
      const rank = q(0)`tolong(ceiling(${real(percentile)} * ${raw(count)} / 100.0))`;
      return q(0)`todouble(${raw(sorted)}[max_of(1, ${rank}) - 1])`;
    }
    case 'event_count':
    case 'temporal':
    case 'temporal_ordered':
      return raw('0');
  }
}

function thresholdTest({ query, tuples }: Level, threshold: Threshold): Frag {
  const places = range(query.rules.length);
  if (query.type === 'event_count') return compared(raw('number - gone', LEVEL.sum), threshold);
  if (query.type === 'temporal') return compared(within(places.map((at) => `last${at}`)), threshold);
  if (isOrdered(query)) return compared(within(places.map((at) => `chain${at}`)), threshold);
  const at = tuples.findIndex((known) => sameFields(known, threshold.fields)) + 1;
  const value = computed(query, threshold, at);
  // Without a number there is nothing to compare; a null would not stay false under not().
  return isNumeric(query)
    ? allOf([raw(`array_length(values${at}) > 0`, LEVEL.compare), compared(value, threshold)])
    : compared(value, threshold);
}

function ruleTest({ query }: Level, name: string): Frag {
  const places = query.rules.flatMap((rule, i) => (rule.name === name ? [i + 1] : []));
  if (places.length === 0) return raw('false');
  const seen = anyOf(places.map((at) => raw(`last${at} > gone`, LEVEL.compare)));
  if (!isOrdered(query)) return seen;
  const all = range(query.rules.length);
  const inOrder = q(LEVEL.compare)`${within(all.map((at) => `chain${at}`))} == ${within(all.map((at) => `last${at}`))}`;
  return allOf([seen, inOrder]);
}

function tested(level: Level, condition: CorrelationCondition): Frag {
  switch (condition.kind) {
    case 'threshold':
      return thresholdTest(level, condition);
    case 'and':
      return allOf(condition.parts.map((part) => tested(level, part)));
    case 'or':
      return anyOf(condition.parts.map((part) => tested(level, part)));
    case 'not':
      return call('not', tested(level, condition.inner));
    case 'rule':
      return ruleTest(level, condition.name);
  }
}

/**
 * The condition as a function of what a row knows: `gone` is the number of the last hit before the window; an array holds at least the
 * values of the window, which are its last ones, `count` many.
 */
export function conditionFunction(level: Level): Frag {
  const { query, suffix, tuples } = level;
  const inputs = inputsOf(level);
  const arrays = seesRules(query) || query.type === 'event_count' ? [] : tuples.map((_, i) => i + 1);
  const parameters = [
    'gone: long',
    ...inputs.map(({ name, type }) => `${name}: ${type}`),
    ...arrays.map((at) => `count${at}: long`),
  ];
  const isSorted = query.type === 'value_median' || query.type === 'value_percentile';
  const body = [
    ...arrays.flatMap((at) => [
      raw(`let values${at} = iff(count${at} > 0, array_slice(window${at}, -count${at}, -1), dynamic([]));`),
      ...(isSorted ? [raw(`let sorted${at} = array_sort_asc(values${at});`)] : []),
    ]),
    tested(level, query.condition),
  ];
  const braces: Frag = { level: 0, doc: { kind: 'indent', open: '{ ', close: ' }', doc: chain(body, '', 0).doc } };
  return q(0)`let isMet${raw(suffix)} = (${raw(parameters.join(', '))}) ${braces};`;
}
