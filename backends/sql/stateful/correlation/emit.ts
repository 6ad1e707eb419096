import { generates, isChained } from '../../../../src/ir/correlation.ts';
import type { CorrelationQuery } from '../../../../src/ir/query.ts';
import type { Rule } from '../../../../src/ir/rule.ts';
import type { Emission, EmitOptions } from '../../../../src/target/backend.ts';
import { unsupported } from '../../../../src/target/emit-cond.ts';
import type { Note } from '../../../../src/target/ledger.ts';
import type { SqlDialect } from '../../dialect.ts';
import { fieldNotes } from '../../notes.ts';
import { placeOf } from '../../place.ts';
import type { Place } from '../../scope.ts';
import { namesFor, type Statement, written } from '../emit.ts';
import { Flags, orderedEvents, orderNote, scanEvents } from '../scan.ts';
import { FOREVER } from '../sequence.ts';
import { alertsResult, allAlerts } from './alert-rows.ts';
import { type Chained, isShared, type Level, levelOf, levelsOf } from './level.ts';

/** A run over one period begins its windows anew, and a run over all events does not. */
const quietNote = (rule: Rule): Note => ({
  effect: 'conditional',
  construct: 'correlation',
  why: 'windows begin anew where a run begins to read',
  assumption: 'correlation/quiet-before',
  witness: { [rule.time.timestamp]: '2026-01-05T09:00:00Z' },
});

/** More microseconds than lie between any two times, twice: a look-back that is no shorter reads everything. */
const EVERYTHING = 2n * FOREVER;

/** The scan that serves all correlations of a chain. */
function scanOf(chained: Chained, rule: Rule, level: Level, options: EmitOptions) {
  const { place, names, flags, shared } = chained;
  const levels = levelsOf(level);
  const own = level.parts.keys;
  const scanned = {
    ...own,
    // What matters to one need not to another.
    required: shared ? [] : own.required,
    scanned: levels.flatMap(({ parts, values }) => [...parts.keys.scanned, ...values.scanned]),
    carried: levels.flatMap(({ parts, values }) => [...parts.keys.carried, ...values.carried]),
  };
  const far = level.reach.back + level.reach.delay;
  const lookBack = far > EVERYTHING ? EVERYTHING : far;
  const windowed = options.window === 'parameters';
  return scanEvents(place, rule, names, flags.all, scanned, options, { lookBack, windowed });
}

function statementOf(place: Place, rule: Rule, query: CorrelationQuery, options: EmitOptions): Statement | string {
  const names = namesFor(place, rule, options);
  const named = { rules: 0, below: 0 };
  const ordered = orderedEvents(names);
  const chained: Chained = { place, names, ordered, flags: new Flags(), named, shared: isShared(query) };
  const level = levelOf(chained, query, names);
  if (typeof level === 'string') return level;
  const scan = scanOf(chained, rule, level, options);
  const windowed = options.window === 'parameters';
  const found = generates(query)
    ? allAlerts(place, level, { title: rule.metadata.name, ordered, windowed })
    : { ctes: [], result: alertsResult(place, level, windowed) };
  if (typeof found === 'string') return found;
  const ctes = [...scan.ctes, ...level.ctes, ...found.ctes];
  const once = isChained(query) && place.dialect.stateful.chainsOnce === true;
  return {
    ctes: once ? ctes.map((cte) => ({ ...cte, once })) : ctes,
    result: found.result,
    notes: [
      ...fieldNotes(place, query),
      ...scan.notes,
      ...levelsOf(level).flatMap(({ parts, values }) => [...parts.keys.notes, ...values.notes, ...parts.notes]),
      orderNote(rule, options, place),
      ...(windowed ? [quietNote(rule)] : []),
    ],
  };
}

/** A Sigma correlation as SQL, or why there is none. */
export function emitCorrelation(
  dialect: SqlDialect,
  rule: Rule,
  query: CorrelationQuery,
  options: EmitOptions,
): Emission {
  const refuse = (why: string): Emission => ({
    notes: unsupported(query.type, why, query.origin).notes,
    requires: [],
    trace: [],
  });
  const why = isChained(query) ? dialect.stateful.noChain : undefined;
  if (why !== undefined) return refuse(why);
  const place = placeOf(dialect, query, options);
  const statement = statementOf(place, rule, query, options);
  return typeof statement === 'string' ? refuse(statement) : written(place, rule, statement, options);
}
