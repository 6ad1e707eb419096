import { kusto } from '../../../backends/kusto/index.ts';
import { type KustoService, type KustoServiceTable, loadKustoService } from '../../../src/engines/kusto-service.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { packs } from '../../../src/mapping/packs/index.ts';
import { mapAlong, type Route, routeOf } from '../../../src/mapping/route.ts';
import { legalize } from '../../../src/passes/pipeline.ts';
import { defaultEmitOptions } from '../../../src/target/backend.ts';
import { RULE_FILES, ruleGroups } from '../../mapping/corpora.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

const SCHEMAS = '../mapping/target_schemas.json';

type Columns = Readonly<Record<string, string>>;
type Tables = Readonly<Record<string, Columns>>;

interface Schemas {
  readonly defender_xdr: Tables;
  readonly sentinel_asim: Tables;
  readonly log_analytics: Tables;
}

/** Logical types of ASIM that are not written as texts. */
const ASIM_TYPES: Readonly<Record<string, string>> = {
  Integer: 'long',
  Int: 'long',
  Long: 'long',
  'Date/time': 'datetime',
  'Date/Time': 'datetime',
  Datetime: 'datetime',
  Boolean: 'bool',
  Bool: 'bool',
  Dynamic: 'dynamic',
};
const TYPES: Readonly<Record<string, string>> = { boolean: 'bool', int: 'int', double: 'real' };

/** The parser functions whose schemas the documentation lists under other names. */
const PARSERS: Readonly<Record<string, string>> = {
  imProcessCreate: '_Im_ProcessCreate',
  imFileEvent: '_Im_FileEvent',
  imRegistry: '_Im_RegistryEvent',
  imNetworkSession: '_Im_NetworkSession',
  imWebSession: '_Im_WebSession',
  imAuthentication: '_Im_Authentication',
};

const tableOf = (name: string, columns: Columns, types: Readonly<Record<string, string>>, other?: string) => ({
  name,
  columns: Object.entries(columns).map(([column, type]) => ({ name: column, type: types[type] ?? other ?? type })),
});

/** Aliases that every parser has besides the fields of its schema. */
const asim = ({ COMMON = {}, ...schemas }: Tables): readonly KustoServiceTable[] =>
  Object.entries(schemas).map(([name, columns]) => {
    // A web session is a network session with more fields (ASIM, "Web Session schema").
    const below = name === 'imWebSession' ? schemas.imNetworkSession : {};
    const all = { TimeGenerated: 'Datetime', ...COMMON, ...below, ...columns };
    return tableOf(PARSERS[name] ?? name, all, ASIM_TYPES, 'string');
  });

const plain = (tables: Tables): readonly KustoServiceTable[] =>
  Object.entries(tables).map(([name, columns]) => tableOf(name, columns, TYPES));

const TABLES: Readonly<Record<string, (schemas: Schemas) => readonly KustoServiceTable[]>> = {
  'defender-xdr': ({ defender_xdr: tables }) => plain(tables),
  asim: ({ sentinel_asim: tables }) => asim(tables),
  sentinel: ({ log_analytics: tables }) => plain(tables),
};

function bound(
  rule: Rule,
  mapping: Route,
  service: KustoService,
  tables: readonly KustoServiceTable[],
  scan: boolean,
): Outcome | undefined {
  const { rule: mapped, reads: table } = mapAlong(legalize(rule), mapping);
  if (!mapped) return undefined;
  const options = { ...defaultEmitOptions, comments: false, scan, ...(table !== undefined && { table }) };
  const { text } = kusto.emit(legalize(mapped), options);
  if (text === undefined) return undefined;
  const { diagnostics, hasSemantics, constantComparisons } = service.check(text, tables);
  const [first] = diagnostics;
  if (first) return failed(`${first.code} ${first.message}: ${text.slice(first.start, first.start + first.length)}`);
  if (!hasSemantics) return failed('the binder gave up');
  return constantComparisons === 0 ? PASSED : failed('a comparison of two constants');
}

/** Sequences have two forms. */
function* formsOf(rule: Rule, judged: (scan: boolean) => Outcome | undefined): Iterable<CaseResult> {
  for (const scan of rule.query.kind === 'sequence' ? [true, false] : [true]) {
    const outcome = judged(scan);
    if (outcome) yield { case: `${rule.source.path}${scan ? '' : ' without scan'}`, outcome };
  }
}

const suiteOf = (id: string): Suite => ({
  name: `mapping/KQL of ${id}`,
  files: [...RULE_FILES, SCHEMAS],
  async *run(corpus: Corpus): AsyncIterable<CaseResult> {
    const service = await loadKustoService();
    if ('missing' in service) {
      yield { case: id, outcome: skipped(service.missing) };
      return;
    }
    const tables = TABLES[id]?.(corpus.json<Schemas>(SCHEMAS)) ?? [];
    for (const rule of ruleGroups(corpus).flatMap(({ rules }) => rules)) {
      const route = routeOf([id], rule.taxonomy, packs);
      if (route) yield* formsOf(rule, (scan) => bound(rule, route, service, tables, scan));
    }
  },
});

/** Every mapped query binds in Microsoft's parser against the platform's own tables. */
export const mappedKql: readonly Suite[] = Object.keys(TABLES).map(suiteOf);
