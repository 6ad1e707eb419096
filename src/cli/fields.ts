import {
  isUsable,
  type LoadOptions,
  type MappedField,
  mapAlong,
  mappingAssumptions,
  type Passed,
  type Route,
  type Rule,
} from '../index.ts';
import { out, Report } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { isDiagnostic, type MappingFlags, Mappings } from './mapping.ts';
import { readRuleSet } from './rule-set.ts';

const HOW: { readonly [H in MappedField['how']]: (columns: string) => string } = {
  column: (columns) => columns,
  constant: () => 'decided by the table',
  'file-name': (columns) => `the file's name in ${columns}`,
  extension: (columns) => `the file's ending in ${columns}`,
  arguments: (columns) => `the words of ${columns}`,
  'argument-count': (columns) => `the number of words of ${columns}`,
  before: (columns) => `the start of ${columns}`,
  lookup: (columns) => `${columns}, by its values`,
  joined: (columns) => columns,
  respelled: (columns) => `${columns}, spelt in another way`,
  tagged: (columns) => `an entry of ${columns}`,
  tags: (columns) => columns,
  member: (columns) => `a text of the object in ${columns}`,
  unmapped: () => 'no column',
};

function lines(fields: readonly MappedField[]): string {
  const rows = fields.map(({ field, columns, how, confidence, note }) => ({
    field,
    target: HOW[how](columns.join(' + ')),
    remark: [confidence === 'sure' ? undefined : confidence, note].filter((part) => part !== undefined).join(': '),
  }));
  const width = Math.max(0, ...rows.map(({ field }) => field.length));
  const targetWidth = Math.max(0, ...rows.map(({ target }) => target.length));
  return rows
    .map(({ field, target, remark }) => `  ${field.padEnd(width)}  ${target.padEnd(targetWidth)}  ${remark}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

function pass({ title, tables, fields }: Passed): string {
  const place = tables.map(({ id }) => id).join(', ');
  return `${place === '' ? '' : `  in ${place} of ${title}\n`}${lines(fields)}`;
}

function report(rule: Rule, route: Route, strictFields: boolean): string {
  const { passed, entries } = mapAlong(rule, route, { strictFields });
  const refused = entries.filter(({ effect }) => effect === 'unsupported').map(({ why }) => `  refused: ${why}\n`);
  const assumed = entries.flatMap((entry) => ('assumption' in entry && entry.assumption) || []);
  const assumes = [...new Set(assumed)]
    .sort()
    .map((id) => `  assumes ${id}: ${mappingAssumptions[id]?.sentence ?? ''}\n`);
  return [`${rule.metadata.name ?? rule.source.path}\n`, ...passed.map(pass), ...assumes, ...refused].join('');
}

/** Says for each field of the rules what a mapping makes of it. */
export function fields(
  paths: readonly string[],
  flags: MappingFlags & { readonly mapping: string },
  load: LoadOptions,
): ExitCode {
  const messages = new Report();
  const mappings = new Mappings(flags.mapping);
  for (const found of mappings.diagnostics) messages.show(found, EXIT.usage);
  if (messages.code === EXIT.usage) return messages.code;
  const texts: string[] = [];
  for (const { rules } of readRuleSet(paths, mappings.loadOptions(load), messages)) {
    for (const rule of rules.filter(isUsable)) {
      const found = mappings.of(rule, flags);
      if (isDiagnostic(found)) messages.show(found, EXIT.findings);
      else if (found.mapping) texts.push(report(rule.rule, found.mapping, flags.strictFields === true));
    }
  }
  out(texts.join('\n'));
  return messages.code;
}
