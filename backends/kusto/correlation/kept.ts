import type { CorrelationQuery } from '../../../src/ir/query.ts';
import { type Frag, q, raw } from '../../../src/target/frag.ts';
import { type Note, opaque } from '../../../src/target/ledger.ts';
import { filterLines } from '../filter.ts';
import { string } from '../lexical.ts';
import { call } from '../scope.ts';
import { isAlertRule, isEventRule, type Level } from './level.ts';
import { alertRows } from './result.ts';

/** Whether rules alert beside the correlation, at any depth. */
export const keepsAlerts = ({ generate, rules }: CorrelationQuery): boolean =>
  generate || rules.some(({ query }) => query.kind === 'correlation' && keepsAlerts(query));

/** Alerts of rules below, as tables that the result joins: `FirstTime`, `LastTime`, `Events`, `Rule`, and what they know of the group. */
export interface Kept {
  readonly tables: readonly string[];
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

const NOTHING_KEPT: Kept = { tables: [], lines: [], notes: [] };

/** The values of the outermost group, as far as a correlation below has fields of the same names. */
function groupOf(inner: Level, outer: CorrelationQuery): readonly string[] {
  return inner.stateful.keys.flatMap(({ name, type }, i) => {
    const own = inner.keys[inner.query.groupBy.indexOf(outer.groupBy[i] ?? '')];
    if (!own) return [];
    return [
      own.type === type ? `${name} = ${own.name}` : `${name} = to${type === 'real' ? 'real' : 'string'}(${own.name})`,
    ];
  });
}

/**
 * The alerts of a level's rules where it says `generate`: each event that an event rule finds, each alert of a correlation. `inner` has the
 * levels of its correlations by the place of the rule; `outer` is the outermost correlation.
 */
export function keptAlerts(level: Level, inner: ReadonlyMap<number, Level>, outer: CorrelationQuery): Kept {
  const { query, stateful, suffix } = level;
  if (!query.generate) return NOTHING_KEPT;
  const tables: string[] = [];
  const lines: Frag[] = [];
  const notes: Note[] = [];
  for (const [i, rule] of query.rules.entries()) {
    const name = `kept${suffix}_${i + 1}`;
    // Half a surrogate pair has no place in a query.
    const title = string(rule.title.replace(/\p{Cs}/gu, '\ufffd'));
    const below = inner.get(i + 1);
    if (isEventRule(rule)) {
      const filter = filterLines(stateful.taken, rule.query.filter);
      const columns = new Map(stateful.eventColumns);
      const time = columns.get('Time') ?? raw('Time');
      const id = columns.get('Id');
      const row = stateful.project([
        ['FirstTime', time],
        ['LastTime', time],
        ['Events', call('pack_array', id ? call('tostring', id) : time)],
        ['Rule', title],
      ]);
      lines.push(stateful.read(name, `rule ${i + 1} alerts by itself`, [...filter.lines, row], { timed: true }));
      notes.push(...opaque(filter.notes));
    } else if (isAlertRule(rule) && below) {
      const shown = [...groupOf(below, outer), 'FirstTime', 'LastTime', 'Events'].map(
        (column) => raw(`${column}, `).doc,
      );
      const [source = '', ...rows] = alertRows(below);
      lines.push(raw(`let ${name} = ${source}`), ...rows.map((row) => raw(`  ${row}`)), {
        level: 0,
        doc: ['  | project ', ...shown, q(0)`Rule = ${title}`.doc, ';'],
      });
    }
    tables.push(name);
  }
  return { tables, lines, notes };
}
