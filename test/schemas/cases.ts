import { loadRules } from '../../src/compile.ts';
import type { NamedSchema } from '../../src/schema/named/named-schema.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { verdictsOf } from '../../src/verify/oracle.ts';
import type { Usable } from '../../src/verify/runner.ts';
import { corpusRows, hasCorpus, ruleRows } from '../published.ts';

export type Event = Readonly<Record<string, unknown>>;

/** A rule and events that it is asked about together. */
export interface Case {
  readonly name: string;
  readonly loaded: Usable;
  readonly events: readonly Event[];
}

/** Reads a rule under a schema, as `--schema` has it. */
export function readUnder(schema: NamedSchema, path: string, text: string, tiebreakerField?: string): Usable {
  const [loaded] = loadRules(new SourceText(path, text), {
    schema: schema.fields,
    ...(schema.taxonomy !== undefined && { taxonomy: schema.taxonomy }),
    ...(schema.time !== undefined && { timestampField: schema.time }),
    ...(tiebreakerField !== undefined && { tiebreakerField }),
  }).rules;
  if (!loaded?.rule) throw new Error(`${path} was not read: ${JSON.stringify(loaded?.diagnostics)}`);
  return { ...loaded, rule: loaded.rule };
}

const AT = '2026-01-05T09:00:00.000Z';

/** Events with ECS names whose values tell types, lists and absent objects apart. */
const OWN_EVENTS: readonly Event[] = [
  { process: { name: 'cmd.exe', pid: 4, args: ['cmd.exe', '/c', 'whoami'], parent: { name: 'explorer.exe' } } },
  { process: { name: 'CMD.EXE', pid: 40, args: ['cmd.exe'] } },
  { process: { name: 'sh', pid: 10, args: ['sh', '-c', 'curl'], parent: { pid: 4 } }, host: { os: { type: 'linux' } } },
  { process: { args: [] }, destination: { ip: '10.1.2.3', port: 443 } },
  { process: {}, destination: { ip: '2001:db8::1', port: 8080 }, dll: { code_signature: { trusted: false } } },
  { destination: { port: 4 }, dll: { code_signature: { trusted: true } } },
  {},
].map((event) => ({ '@timestamp': AT, ...event }));

/** Rules over them: text and numbers, lists, absent objects, order, negation, functions. */
const OWN_RULES: readonly string[] = [
  'any where process.name : "cmd.exe"',
  'any where process.name == "cmd.exe"',
  'any where not process.name : "cmd.exe"',
  'any where process.pid >= 10',
  'any where not process.pid == 4',
  'any where process.args : "curl"',
  'any where process.args : ("/c", "-c") and process.pid != 10',
  'any where not process.args : "c*"',
  'any where process.parent.name != null',
  'any where process.parent.name == null and process.name != null',
  'any where process.args == null',
  'any where destination.port in (4, 443)',
  'any where cidrMatch(destination.ip, "10.0.0.0/8", "2001:db8::/32")',
  'any where dll.code_signature.trusted == true',
  'any where not dll.code_signature.trusted == true and host.os.type != "linux"',
  'any where length(process.name) == 2 or startsWith~(process.name, "CM")',
  'any where process.parent.pid == 4 and host.os.type == "linux"',
  'any where ?process.name == null and ?destination.port > 100',
];

/** Rules over several events, in the order of times and tiebreakers inside objects. */
export const STATEFUL_RULES: readonly string[] = [
  'sequence by process.pid [any where process.name == "a"] [any where process.parent.name == "b"]',
  'sequence by process.pid with maxspan=5s [any where process.args == "x"] [any where process.name == "a" and process.args == null]',
  'sample by host.id [any where process.name == "a"] [any where process.parent.name == "b"]',
  'any where process.pid > 0 | tail 2 | head 1',
];

/** Events for them: the order of the first two is that of their tiebreakers. */
export const STATEFUL_EVENTS: readonly Event[] = [
  { event: { sequence: 2 }, process: { pid: 1, parent: { name: 'b' } }, host: { id: 'h' } },
  { event: { sequence: 1 }, process: { pid: 1, name: 'a', args: ['x', 'y'] }, host: { id: 'h' } },
  { '@timestamp': '2026-01-05T09:00:09.000Z', event: { sequence: 3 }, process: { pid: 1, name: 'a' } },
  { '@timestamp': '2026-01-05T09:00:10.000Z', event: { sequence: 4 }, process: { pid: 2 }, host: { id: 'h' } },
].map((event) => ({ '@timestamp': AT, ...event }));

/** Each own rule over the own events. */
export const ownCases = (schema: NamedSchema): readonly Case[] =>
  OWN_RULES.map((text) => ({ name: text, loaded: readUnder(schema, 'rule.eql', text), events: OWN_EVENTS }));

interface Sample {
  readonly id: string;
  readonly rule_id: string;
  readonly docs: readonly Event[];
}

/** Elastic's rules of single events, each over the published events made for it. */
export function publishedCases(schema: NamedSchema): readonly Case[] {
  if (!hasCorpus) return [];
  const rules = new Map(
    corpusRows<{ rule_id: string; path: string; toml: string }>('elastic/eql_rules.ndjson').map((row) => [
      row.rule_id,
      row,
    ]),
  );
  return ruleRows<Sample>('elastic/event_samples_ecs.ndjson').flatMap(({ id, rule_id, docs }) => {
    const row = rules.get(rule_id);
    const loaded = row && readUnder(schema, row.path, row.toml);
    return loaded?.rule.query.kind === 'event' ? [{ name: id, loaded, events: docs }] : [];
  });
}

/** Which of a case's events the rule finds, by docs/semantics.md. */
export const expectedOf = ({ loaded, events }: Case): readonly number[] =>
  verdictsOf(loaded.rule, events).flatMap((found, at) => (found ? [at] : []));
