import { convertRule, loadRules } from '../../../src/compile.ts';
import { isError, messageOf } from '../../../src/diagnostics/diagnostic.ts';
import type { Event } from '../../../src/eval/read-field.ts';
import { runQuery } from '../../../src/eval/run-query.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Schema } from '../../../src/schema/schema.ts';
import type { Backend } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { nothingToClose, type Usable } from '../../../src/verify/runner.ts';
import { type Answer, type OpenFinder, refusalOf } from './finder.ts';

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

const find =
  (backend: Backend, file: string) =>
  async (loaded: Usable, events: readonly Event[]): Promise<Answer> => {
    const conversion = convertRule(loaded, backend);
    if (conversion.text === undefined) return refusalOf(conversion);
    const read = loadRules(new SourceText(file, conversion.text), { schema: schemaOf(loaded.rule) });
    const errors = [...read.diagnostics, ...read.rules.flatMap((rule) => rule.diagnostics)].filter(isError);
    const alerting = read.rules.flatMap(({ rule, role }) => (rule && role === 'alerts' ? [rule] : []));
    const [rule, ...others] = alerting;
    if (errors.length > 0 || !rule || others.length > 0)
      return { fault: errors.map(messageOf).join('; ') || `${alerting.length} rules alert` };
    // Which fields hold the time is no part of the text.
    const hits = runQuery(rule.query, events, loaded.rule.time).map((match) => ({
      events: match.events,
      group: match.key.map(String),
    }));
    return { ways: [{ name: 'read back', conversion, hits, absent: new Set() }] };
  };

/** Reads the output with isorule's own front end and asks the oracle. */
export const openReadBack =
  (backend: Backend, file: string): OpenFinder =>
  () =>
    Promise.resolve({ find: find(backend, file), close: nothingToClose });
