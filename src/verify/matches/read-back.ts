import { convertRule, loadRules } from '../../compile.ts';
import { isError, messageOf } from '../../diagnostics/diagnostic.ts';
import { runQuery } from '../../eval/run-query.ts';
import type { Rule } from '../../ir/rule.ts';
import { fieldsOfQuery } from '../../ir/walk.ts';
import type { Schema } from '../../schema/schema.ts';
import { SourceText } from '../../text/source-text.ts';
import type { Trial } from '../trial.ts';
import { type Answer, refusalOf } from './answer.ts';

/** What the rule itself knows of its fields: the text is read with the same types. */
function schemaOf({ query }: Rule): Schema {
  const fields = new Map(fieldsOfQuery(query).map((field) => [field.name, field]));
  return {
    id: 'rule',
    closed: false,
    find: (name) => {
      const field = fields.get(name);
      if (!field || field.type === 'unknown') return undefined;
      return { kind: 'usable', name, type: field.type, list: field.list, sourceType: field.type };
    },
    names: () => fields.keys(),
  };
}

/** Reads the output with isorule's own front end, by the file name that tells its language, and asks the oracle. */
export function matchesReadBack(file: string, { loaded, backend, events }: Trial): Answer {
  const conversion = convertRule(loaded, backend);
  const { text } = conversion;
  if (text === undefined) return refusalOf(conversion);
  const read = loadRules(new SourceText(file, text), { schema: schemaOf(loaded.rule) });
  const errors = [...read.diagnostics, ...read.rules.flatMap((rule) => rule.diagnostics)].filter(isError);
  const alerting = read.rules.flatMap(({ rule, role }) => (rule && role === 'alerts' ? [rule] : []));
  const [rule, ...others] = alerting;
  if (errors.length > 0 || !rule || others.length > 0) {
    const reason = errors.map(messageOf).join('; ') || `${alerting.length} rules alert`;
    return { fault: { way: 'read back', reason, text } };
  }
  // Which fields hold the time is no part of the text.
  const hits = runQuery(rule.query, events, loaded.rule.time).map((match) => ({
    events: match.events,
    group: match.key.map(String),
  }));
  return { ways: [{ name: 'read back', conversion, hits, absent: new Set() }] };
}
