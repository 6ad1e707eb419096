import { namesRules } from '../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../src/ir/query.ts';
import type { Field } from '../../../src/ir/value.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { evalLine, fn, sortLine, statsLine } from '../commands.ts';
import { fieldName, LEVEL, string } from '../lexical.ts';
import { allOf, anyOf, compared, FALSE, isThere, TRUE } from '../scope.ts';
import type { Hits } from './hits.ts';
import { Numbers } from './numbers.ts';
import { beginOf, chainLines } from './order.ts';
import { conditionOf, leastOf, numberText, SIGNS } from './thresholds.ts';
import { isWithin, type Sliding } from './windows.ts';

const ONE = raw('1');
const ZERO = raw('0');
const TIME = raw('_time');
const NULL = raw('null()');

/** One text for the values of a threshold's fields; null where one is absent. */
export function tupleOf(fields: readonly Field[]): Frag {
  const [only] = fields;
  if (fields.length === 1 && only) return fieldName(only.name);
  // The lengths keep apart what would read the same.
  const parts = fields.flatMap(({ name }) => [fn('len', fieldName(name)), string(':'), fieldName(name)]);
  return fn('if', allOf(fields.map(isThere)), joinedText(parts), NULL);
}

const joinedText = (parts: readonly Frag[]): Frag => ({
  level: LEVEL.sum,
  doc: parts.flatMap(({ doc }, i) => (i > 0 ? ['.', doc] : [doc])),
});

/** At least so many of some tests hold. */
function atLeast(tests: readonly Frag[], least: number): Frag {
  if (least > tests.length) return FALSE;
  if (least <= 1) return anyOf(tests);
  if (least === tests.length) return allOf(tests);
  return compared(sumOf(tests), '>=', raw(String(least)));
}

/** How many of some tests hold. */
export const sumOf = (tests: readonly Frag[]): Frag => ({
  level: LEVEL.sum,
  doc: tests.map((test) => fn('if', test, ONE, ZERO).doc).flatMap((doc, i) => (i > 0 ? ['+', doc] : [doc])),
});

/** The parts of entries of a list that a window may hold, `time:…`: those within the time, or nothing. */
const inWindow = (list: string, span: bigint, give: Frag): Frag =>
  fn('mvmap', raw(list), fn('if', isWithin(partOf(raw(list), 1), TIME, span), give, NULL));

/** A number in an entry of a list. */
const partOf = (entry: Frag, at: number): Frag =>
  fn('tonumber', fn('mvindex', fn('split', entry, string(':')), raw(String(at))));

function countedEvents(least: bigint, { nameOf }: Hits, span: bigint): Sliding {
  const [total, since] = [nameOf('total'), nameOf('since')];
  const size = least < 1n ? 1n : least;
  return {
    early: [],
    size,
    aggregates: [
      [raw('count'), total],
      [fn('min', TIME), since],
    ],
    test: allOf([compared(raw(total), '=', raw(String(size))), isWithin(raw(since), TIME, span)]),
  };
}

function countedValues(query: CorrelationQuery, least: bigint, { nameOf }: Hits): Sliding {
  const [seen, list] = [nameOf('value_seen'), nameOf('values_seen')];
  const fields = query.condition.kind === 'threshold' ? query.condition.fields : fieldsOf(query);
  const value = tupleOf(fields);
  const [only] = fields;
  const entry = joinedText([string('-:'), TIME, string(':'), value]);
  const text = fn('replace', raw(list), string('^-:[^:]+'), string(''));
  const values = fn('mvdedup', inWindow(list, query.timespan, text));
  return {
    early: [
      evalLine([
        seen,
        only && fields.length === 1
          ? only.list
            ? fn('mvmap', value, entry)
            : fn('if', isThere(only), entry, NULL)
          : fn('if', allOf(fields.map(isThere)), entry, NULL),
      ]),
    ],
    aggregates: [[fn('values', raw(seen)), list]],
    test: least < 1n ? TRUE : compared(fn('mvcount', values), '>=', raw(String(least))),
  };
}

const fieldsOf = ({ condition }: CorrelationQuery): readonly Field[] => {
  let node = condition;
  while (node.kind === 'and' || node.kind === 'or') {
    const [first] = node.parts;
    if (!first) return [];
    node = first;
  }
  return node.kind === 'threshold' ? node.fields : [];
};

/** Numbers are added up from the first row of a group on; the first hit of a window says how much lies before it. */
function addedNumbers(query: CorrelationQuery, { nameOf, by, place }: Hits): Sliding {
  const numbers = new Numbers(query, nameOf);
  const sums = numbers.sums();
  const [entry, list] = [nameOf('entry'), nameOf('entries')];
  const before = sums.map(([, name]) => raw(nameOf(`${name}_before`)));
  const own: readonly Frag[] = numbers.owns();
  const first = fn('mvindex', inWindow(list, query.timespan, raw(list)), ZERO);
  const of = (name: string): Frag => {
    const at = sums.findIndex(([, known]) => known === name);
    return { level: LEVEL.atom, doc: ['(', name, '-', partOf(first, at + 2).doc, ')'] };
  };
  return {
    early: [
      ...numbers.assignments().map((one) => evalLine(one)),
      statsLine('streamstats', sums, by),
      ...sums.map(([, name]) => evalLine([name, fn('coalesce', raw(name), ZERO)])),
      ...sums.map(([, name], i) => evalLine([String(before[i]?.doc), q(LEVEL.sum)`${raw(name)}-${own[i] ?? ZERO}`])),
      evalLine([entry, joinedText([place, TIME, ...before].flatMap(withColons))]),
    ],
    aggregates: [[fn('values', raw(entry)), list]],
    test: conditionOf(query.condition, query, {
      threshold: (threshold) => numbers.test(threshold, of),
      rule: () => FALSE,
    }),
  };
}

/**
 * The mean of the one or two values in the middle. All numbers get their ranks first: `values` sorts texts, and ranks are as long as each other,
 * so the values of a window stand in the order of numbers.
 */
function medianOf(query: CorrelationQuery, { nameOf, place }: Hits): Sliding {
  const numbers = new Numbers(query, nameOf);
  const [rank, entry, list] = [nameOf('rank'), nameOf('entry'), nameOf('entries')];
  const value = fn('mvindex', fn('split', raw(list), string(':')), raw('2'));
  const inside = inWindow(list, query.timespan, value);
  const count = fn('mvcount', inside);
  const middle = (before: Frag): Frag =>
    fn('tonumber', fn('mvindex', inside, fn('floor', q(LEVEL.factor)`${before}/2`)));
  const [low, high] = [middle({ level: LEVEL.atom, doc: ['(', count.doc, '-1)'] }), middle(count)];
  const median: Frag = { level: LEVEL.factor, doc: ['(', low.doc, '+', high.doc, ')/2'] };
  const [field] = fieldsOf(query);
  const text = joinedText([raw(rank), TIME, field ? fieldName(field.name) : NULL].flatMap(withColons));
  return {
    early: [
      ...numbers.assignments().map((one) => evalLine(one)),
      sortLine([fn('num', numbers.number)]),
      statsLine('streamstats', [[raw('count'), rank]], []),
      evalLine([rank, raw(`1000000000+${rank}`)], [entry, fn('if', fn('isnotnull', numbers.number), text, NULL)]),
      sortLine([fn('num', place)]),
    ],
    aggregates: [[fn('values', raw(entry)), list]],
    test: conditionOf(query.condition, query, {
      threshold: ({ op, count: limit }) => compared(median, SIGNS[op], numberText(limit)),
      rule: () => FALSE,
    }),
  };
}

const withColons = (part: Frag, i: number): readonly Frag[] => (i > 0 ? [string(':'), part] : [part]);

/** When each rule had its latest hit. */
function lastHits(
  hits: Hits,
  span: bigint,
): Pick<Sliding, 'early' | 'aggregates'> & { readonly seen: readonly Frag[] } {
  const at = Array.from({ length: hits.flags.length }, (_, i) => hits.nameOf(`at${i + 1}`));
  const last = at.map((_, i) => hits.nameOf(`last${i + 1}`));
  return {
    early: at.map((name, i) => evalLine([name, fn('if', hits.isOf(i), TIME, NULL)])),
    aggregates: at.map((name, i) => [fn('max', raw(name)), last[i] ?? ''] as const),
    seen: last.map((name) => isWithin(raw(name), TIME, span)),
  };
}

function seenRules(query: CorrelationQuery, hits: Hits): Sliding {
  const { seen, early, aggregates } = lastHits(hits, query.timespan);
  const test = conditionOf(query.condition, query, {
    threshold: (threshold) => atLeast(seen, Number(leastOf(threshold) ?? 1n)),
    rule: (at) => seen[at] ?? FALSE,
  });
  return { early, aggregates, test };
}

/** A chain that begins behind the last alert, and is over by the row. */
function orderedRules(query: CorrelationQuery, hits: Hits): Sliding {
  const rows = hits.nameOf('hits_since');
  const inside = (length: number): Frag => {
    const { place, time } = beginOf(hits, length);
    return allOf([
      compared(place, '>', q(LEVEL.sum)`${hits.place}-${raw(rows)}`),
      compared(place, '<=', hits.place),
      isWithin(time, TIME, query.timespan),
    ]);
  };
  const names = namesRules(query.condition);
  const least = Number(leastOf(query.condition) ?? 1n);
  const wanted = Math.max(1, least);
  const [from, to] = names ? [1, hits.flags.length] : [wanted, wanted];
  const { seen, early, aggregates } = names ? lastHits(hits, query.timespan) : { seen: [], early: [], aggregates: [] };
  const lengths = Array.from({ length: hits.flags.length }, (_, i) => inside(i + 1));
  const inOrder = (): Frag => compared(sumOf(lengths), '=', sumOf(seen));
  const test = names
    ? conditionOf(query.condition, query, {
        threshold: (threshold) => atMostInside(inside, Number(leastOf(threshold) ?? 1n), hits.flags.length),
        rule: (at) => allOf([seen[at] ?? FALSE, inOrder()]),
      })
    : atMostInside(inside, wanted, hits.flags.length);
  return {
    early: [...(to > hits.flags.length ? [] : chainLines(hits, from, to, hits.by)), ...early],
    aggregates: [[raw('count'), rows], ...aggregates],
    test,
  };
}

const atMostInside = (inside: (length: number) => Frag, least: number, rules: number): Frag =>
  least > rules ? FALSE : inside(Math.max(1, least));

/** What a window that slides is asked; a sentence where no text says it. */
export function slidingOf(query: CorrelationQuery, hits: Hits): Sliding | string {
  const least = leastOf(query.condition);
  switch (query.type) {
    case 'event_count':
      return least === undefined ? NAMED : countedEvents(least, hits, query.timespan);
    case 'value_count':
      return least === undefined ? NAMED : countedValues(query, least, hits);
    case 'temporal':
      return seenRules(query, hits);
    case 'temporal_ordered':
      return orderedRules(query, hits);
    case 'value_median':
      return namesRules(query.condition) ? NAMED : medianOf(query, hits);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile':
      return namesRules(query.condition) ? NAMED : addedNumbers(query, hits);
  }
}

const NAMED = 'a condition that names rules beside numbers';
