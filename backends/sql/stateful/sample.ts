import type { SampleQuery, Step } from '../../../src/ir/query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { unsupported } from '../../../src/target/emit-cond.ts';
import { type Doc, type Frag, q, raw } from '../../../src/target/frag.ts';
import type { SqlDialect } from '../dialect.ts';
import { LEVEL } from '../levels.ts';
import { fieldNotes } from '../notes.ts';
import { numberFrag } from '../numbers.ts';
import { placeOf } from '../place.ts';
import type { Place } from '../scope.ts';
import { type Cte, commas, partitioned, select, unionAll } from './cte.ts';
import { namesFor, type Statement, written } from './emit.ts';
import { type KeyColumns, keyColumns } from './keys.ts';
import type { Names } from './names.ts';
import { keptBy, orderedBy } from './result.ts';
import { columnsOf, Flags, scanEvents } from './scan.ts';
import { commonFields, shownKeys } from './shown.ts';

/** With as many candidates a step as there are steps, every key has this number to the power of itself of choices. */
const MOST_STEPS = 5;

interface Parts {
  readonly names: Names;
  readonly keys: KeyColumns;
  readonly keyNames: readonly Frag[];
  readonly query: SampleQuery;
}

/**
 * The events of each step under their keys, of which as many as there are steps are enough: whatever the other steps take, one is left. Keys are
 * numbered, for a null is equal to a null in an order and not in a join.
 */
function candidateCtes({ names, keys, keyNames, query }: Parts, ordered: Frag, flagOf: (step: Step) => Frag) {
  const { place, id } = columnsOf(names);
  const [fitting, numbered, candidates] = [names.of('fitting'), names.of('numbered'), names.of('candidates')];
  const [step, keyNumber, rank] = [names.of('step'), names.of('key_number'), names.of('rank_in_step')];
  const each = query.steps.map((one, i): Doc => {
    const key = keys.of(one);
    return select({
      columns: [q(0)`${numberFrag(i + 1)} AS ${step}`, place, id, ...key.values],
      from: [ordered.doc, ...key.joins.map((join): Doc => [' ', join])],
      where: [flagOf(one), ...key.where],
    });
  });
  const number = keyNames.length === 0 ? raw('1') : q(0)`DENSE_RANK() OVER (ORDER BY ${commas(keyNames)})`;
  const inStep = partitioned([step, ...keyNames]);
  const carried = [step, place, id, ...keyNames];
  const ctes: readonly Cte[] = [
    { name: fitting, says: 'the events of each step under their keys', body: unionAll(each) },
    {
      name: numbered,
      says: 'numbers of the keys, and of the events of a step and key',
      body: select({
        columns: [
          ...carried,
          q(0)`${number} AS ${keyNumber}`,
          q(0)`ROW_NUMBER() OVER (${inStep}ORDER BY ${place}) AS ${rank}`,
        ],
        from: fitting.doc,
      }),
    },
    {
      name: candidates,
      says: 'as many events of each step as there are steps: whatever the others take, one is left',
      once: true,
      body: select({
        columns: [...carried, keyNumber],
        from: numbered.doc,
        where: [q(LEVEL.test)`${rank} <= ${numberFrag(query.steps.length)}`],
      }),
    },
  ];
  return { ctes, candidates };
}

/** One choice a key: all choices of different events, and the first of them. */
function choiceCtes({ names, keyNames, query }: Parts, candidates: Frag): readonly Cte[] {
  const { place, id } = columnsOf(names);
  const [step, keyNumber, turn] = [names.of('step'), names.of('key_number'), names.of('turn')];
  const [choices, samples] = [names.of('choices'), names.of('samples')];
  const tables = query.steps.map((_, i) => names.of(`candidate_${i + 1}`));
  const first = tables[0] ?? raw('');
  const from: Doc = tables.map((table, i): Doc => {
    if (i === 0) return [candidates.doc, ' AS ', table.doc];
    return [
      ' JOIN ',
      candidates.doc,
      ' AS ',
      table.doc,
      ' ON ',
      q(0)`${table}.${keyNumber} = ${first}.${keyNumber}`.doc,
    ];
  });
  const own = tables.map((table, i) => q(LEVEL.test)`${table}.${step} = ${numberFrag(i + 1)}`);
  const different = tables.flatMap((table, i) =>
    tables.slice(0, i).map((other) => q(LEVEL.test)`${table}.${place} <> ${other}.${place}`),
  );
  const places = commas(tables.map((table) => q(0)`${table}.${place}`));
  const events = tables.map((_, i) => names.of(`event_${i + 1}`));
  return [
    {
      name: choices,
      says: 'every choice of different events, numbered for each key',
      body: select({
        columns: [
          ...keyNames.map((key) => q(0)`${first}.${key} AS ${key}`),
          ...tables.map((table, i) => q(0)`${table}.${id} AS ${events[i] ?? raw('')}`),
          q(0)`ROW_NUMBER() OVER (PARTITION BY ${first}.${keyNumber} ORDER BY ${places}) AS ${turn}`,
        ],
        from,
        where: [...own, ...different],
      }),
    },
    {
      name: samples,
      says: 'the first for each key',
      body: select({ columns: [...events, ...keyNames], from: choices.doc, where: [q(LEVEL.test)`${turn} = 1`] }),
    },
  ];
}

function statementOf(place: Place, rule: Rule, query: SampleQuery, options: EmitOptions): Statement {
  const names = namesFor(place, rule, options);
  const keys = keyColumns(place, names, query.steps);
  const keyNames = (query.steps[0]?.keys ?? []).map((_, i) => names.of(`key_${i + 1}`));
  const flags = new Flags();
  const found = new Map(query.steps.map((step, i) => [step, names.of(flags.of(step.filter, `is_step_${i + 1}`))]));
  const windowed = options.window === 'parameters';
  const bounds = { lookBack: 0n, windowed, timeless: true };
  const scan = scanEvents(place, rule, names, flags.all, keys, options, bounds);
  const parts = { names, keys, keyNames, query };
  const { ctes, candidates } = candidateCtes(parts, scan.ordered, (step) => found.get(step) ?? raw('FALSE'));
  const chosen = choiceCtes(parts, candidates);
  const order = keys.ordered(keyNames).map((column) => ({ column, nullsFirst: true }));
  const kept = keptBy(names, query.pipes, chosen.at(-1)?.name ?? raw(''), order, []);
  const events = query.steps.map((_, i) => names.of(`event_${i + 1}`));
  return {
    ctes: [...scan.ctes, ...ctes, ...chosen, ...kept.ctes],
    result: select({
      columns: [...events, ...shownKeys(place, names, commonFields(query.steps), events)],
      from: kept.from.doc,
      behind: order.length > 0 ? [orderedBy(order)] : [],
    }),
    notes: [...fieldNotes(place, query), ...scan.notes, ...keys.notes],
  };
}

/** A sample as SQL: one row a key with the ids of its events. */
export function emitSample(dialect: SqlDialect, rule: Rule, query: SampleQuery, options: EmitOptions): Emission {
  if (query.steps.length > MOST_STEPS)
    return {
      notes: unsupported('sample', 'a sample of more than five steps', query.origin).notes,
      requires: [],
      trace: [],
    };
  const place = placeOf(dialect, query, options);
  return written(place, rule, statementOf(place, rule, query, options), options);
}
