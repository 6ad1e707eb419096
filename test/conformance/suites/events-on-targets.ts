import { backends } from '../../../backends/index.ts';
import { compilePredicate } from '../../../backends/js/predicate.ts';
import { type Conversion, convertRule, type LoadedRule, loadRules } from '../../../src/compile.ts';
import type { Engine, EngineId, TableData } from '../../../src/engines/engine.ts';
import { jsonTable, tableOfEvents } from '../../../src/engines/event-tables.ts';
import { hostileJsonRows, hostileRows, withRows } from '../../../src/engines/hostile-rows.ts';
import { engineIds, openEngine } from '../../../src/engines/index.ts';
import { isMissing } from '../../../src/engines/load-package.ts';
import { storablePart } from '../../../src/engines/unstorable.ts';
import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { EventLayout } from '../../../src/target/backend.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import { SKIPS } from '../skips.ts';
import { type CaseResult, type Corpus, failed, type Outcome, PASSED, type Suite, skipped } from '../suite.ts';

type Event = Readonly<Record<string, unknown>>;
type Usable = LoadedRule & { readonly rule: Rule };

interface Sample {
  readonly id: string;
  readonly rule_id: string;
  readonly expect: 'match' | 'no match';
  readonly docs: readonly Event[];
}

interface Group {
  readonly loaded: Usable;
  readonly samples: readonly Sample[];
}

const SAMPLES = ['elastic/event_samples_ecs.ndjson', 'elastic/event_nearmiss_ecs.ndjson'];

/** The samples of both files by their rule; `prefix` tells the files apart in case names. */
function groupsOf(corpus: Corpus): readonly Group[] {
  const rules = new Map<string, Usable>();
  for (const row of corpus.ndjson<{ rule_id: string; path: string; toml: string }>('elastic/eql_rules.ndjson')) {
    const [loaded] = loadRules(new SourceText(row.path, row.toml)).rules;
    if (loaded?.rule) rules.set(row.rule_id, { ...loaded, rule: loaded.rule });
  }
  const groups = new Map<string, Sample[]>();
  for (const sample of SAMPLES.flatMap((file) => corpus.ndjson<Sample>(file))) {
    groups.set(sample.rule_id, [...(groups.get(sample.rule_id) ?? []), sample]);
  }
  return [...groups].flatMap(([id, samples]) => {
    const loaded = rules.get(id);
    return loaded ? [{ loaded, samples }] : [];
  });
}

const announced = ({ fidelity }: Conversion): boolean => fidelity !== 'exact' && fidelity !== 'conditional';

function verdict(sample: Sample, found: boolean, conversion: Conversion): Outcome {
  if (found === (sample.expect === 'match')) return PASSED;
  if (announced(conversion)) return skipped(`${conversion.target}: the ledger announces the difference`);
  return failed(`${conversion.target} ${found ? 'matches' : 'does not match'}`);
}

const unsupported = (conversion: Conversion): Outcome =>
  skipped(
    `${conversion.target}: unsupported: ${conversion.ledger.find(({ effect }) => effect === 'unsupported')?.why ?? 'no reason given'}`,
  );

function backendOf(id: string) {
  const backend = backends.find((one) => one.id === id);
  if (!backend) throw new Error(`no backend ${id}`);
  return backend;
}

async function jsOutcomes({ loaded, samples }: Group): Promise<readonly Outcome[]> {
  const conversion = convertRule(loaded, backendOf('js'));
  if (loaded.rule.query.kind !== 'event') return samples.map(() => skipped(SKIPS.stateful));
  if (conversion.text === undefined) return samples.map(() => unsupported(conversion));
  const address = `data:text/javascript;base64,${Buffer.from(conversion.text).toString('base64')}`;
  const module = (await import(address)) as { matches: (event: unknown) => boolean };
  const predicate = compilePredicate(loaded.rule);
  return samples.map((sample) => {
    const found = sample.docs.some((doc) => module.matches(doc));
    const agree = typeof predicate === 'function' && found === sample.docs.some((doc) => predicate(doc));
    return agree ? verdict(sample, found, conversion) : failed('the module and the predicate disagree');
  });
}

/** The emitted module and the predicate give the expected verdict. */
export const eventsOnJs: Suite = {
  name: 'elastic/events on js',
  files: [...SAMPLES, 'elastic/eql_rules.ndjson'],
  async *run(corpus): AsyncIterable<CaseResult> {
    for (const group of groupsOf(corpus)) {
      const outcomes = await jsOutcomes(group);
      for (const [i, outcome] of outcomes.entries()) yield { case: group.samples[i]?.id ?? '', outcome };
    }
  },
};

let tables = 0;

/** The ids of the rows that the query finds; the table is made for it and dropped. */
async function idsFound(
  engine: Engine,
  loaded: Usable,
  layout: EventLayout,
  table: TableData,
): Promise<ReadonlySet<number> | undefined> {
  const options = { layout, table: table.name, idColumn: '_id', window: 'none' } as const;
  const { text } = convertRule(loaded, backendOf(`sql:${engine.id}`), options);
  if (text === undefined) return undefined;
  await engine.createTable(storablePart(engine.id, table).table);
  try {
    const answer = await engine.query(text);
    const at = answer.columns.indexOf('_id');
    return new Set(answer.rows.map((row) => Number(row[at])));
  } finally {
    await engine.drop(table.name);
  }
}

interface Found {
  readonly columns: ReadonlySet<number>;
  /** Absent where the JSON layout is refused for the rule. */
  readonly json: ReadonlySet<number> | undefined;
  /** Events that no typed column holds: the JSON column alone is asked. */
  readonly misfits: ReadonlySet<number>;
}

async function find(engine: Engine, loaded: Usable, events: readonly Event[]): Promise<Found> {
  const fields = fieldsOfQuery(loaded.rule.query).filter(({ name }) => name !== '@timestamp');
  const columns = fields.map(({ name, type, list }) => ({
    name,
    type: type === 'unknown' ? ('text' as const) : type,
    list,
  }));
  const typed = tableOfEvents(`t${tables++}`, columns, events);
  const json = jsonTable(`t${tables++}`, [...events]);
  const hostile = hostileJsonRows(fields.map(({ name }) => name));
  return {
    misfits: new Set(typed.misfits.map(({ event }) => event)),
    columns:
      (await idsFound(engine, loaded, 'columns', withRows(typed.table, hostileRows(typed.table.columns)))) ?? new Set(),
    json: await idsFound(engine, loaded, 'json', withRows(json.table, hostile)),
  };
}

function sampleOutcome(sample: Sample, first: number, found: Found, conversion: Conversion): Outcome {
  const places = sample.docs.map((_, at) => first + at);
  const by = (ids: ReadonlySet<number>): Outcome =>
    verdict(
      sample,
      places.some((place) => ids.has(place)),
      conversion,
    );
  const fits = places.every((place) => !found.misfits.has(place));
  const json = found.json && by(found.json);
  if (!json)
    return fits
      ? by(found.columns)
      : skipped(`${conversion.target}: no typed column holds the event, and the JSON layout is not written yet`);
  return json.kind === 'passed' && fits ? by(found.columns) : json;
}

async function groupOutcomes(engine: Engine, { loaded, samples }: Group): Promise<readonly Outcome[]> {
  const conversion = convertRule(loaded, backendOf(`sql:${engine.id}`));
  if (loaded.rule.query.kind !== 'event') return samples.map(() => skipped(SKIPS.stateful));
  if (conversion.text === undefined) return samples.map(() => unsupported(conversion));
  try {
    const found = await find(
      engine,
      loaded,
      samples.flatMap(({ docs }) => docs),
    );
    let first = 0;
    return samples.map((sample) => {
      const outcome = sampleOutcome(sample, first, found, conversion);
      first += sample.docs.length;
      return outcome;
    });
  } catch (error) {
    // A query that an engine does not take is the failure this suite looks for.
    return samples.map(() => failed(`${engine.id}: ${String(error).slice(0, 300)}`));
  }
}

async function* onEngine(engine: Engine, corpus: Corpus): AsyncIterable<CaseResult> {
  for (const group of groupsOf(corpus)) {
    const outcomes = await groupOutcomes(engine, group);
    for (const [i, outcome] of outcomes.entries()) yield { case: group.samples[i]?.id ?? '', outcome };
  }
}

const REGEXP = (pattern: string, text: string): boolean => new RegExp(pattern, 'su').test(text);

const onSql = (id: EngineId): Suite => ({
  name: `elastic/events on sql:${id}`,
  files: [...SAMPLES, 'elastic/eql_rules.ndjson'],
  async *run(corpus): AsyncIterable<CaseResult> {
    const engine = await openEngine(id, { regexp: REGEXP });
    if (isMissing(engine)) {
      yield { case: id, outcome: skipped(`${id}: ${engine.missing}`) };
      return;
    }
    yield* onEngine(engine, corpus);
    await engine.close();
  },
});

/** Typed columns and a JSON column on every real engine; the tables hold hostile rows besides. */
export const eventsOnSql: readonly Suite[] = engineIds.map(onSql);
