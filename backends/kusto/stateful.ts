import { parseDuration } from '../../src/base/duration.ts';
import type { Pipe, Step } from '../../src/ir/query.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { fieldsOfQuery, filtersOf } from '../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../src/target/backend.ts';
import { type Frag, lines as joined, q, raw } from '../../src/target/frag.ts';
import { headerLines } from '../../src/target/header.ts';
import { layout } from '../../src/target/layout.ts';
import { type Note, opaque } from '../../src/target/ledger.ts';
import { type LookBack, lookBackLines, lookBackOf } from '../../src/target/look-back.ts';
import { filterLines, where } from './filter.ts';
import { distinctNotes, type KeyColumn, keyColumns, keyFill } from './key-columns.ts';
import { canName, comment, identifier } from './lexical.ts';
import { columnNotes, streamNotes, unnamed } from './notes.ts';
import { DEFAULT_TABLE, pipeLines } from './pipes.ts';
import { requirements } from './requirements.ts';
import { call } from './scope.ts';
import { type Window, windowOf } from './window.ts';
import { wrapped } from './wrapped.ts';

/** What the rows of a step's table are for. */
export type RowKind =
  | { readonly kind: 'steps'; readonly at: readonly number[] }
  | { readonly kind: 'event' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'until' }
  | { readonly kind: 'sample'; readonly at: number };

interface Table {
  readonly lines: readonly Frag[];
  readonly notes: readonly Note[];
}

interface Parts {
  readonly notes: readonly Note[];
  readonly declarations: readonly Frag[];
  readonly result: readonly Frag[];
  /** What the platform must have. */
  readonly uses: readonly (keyof typeof USES)[];
}

const USES = {
  union: 'the operators union and sort and the function next: not in continuous (NRT) detections of Defender XDR',
  join: 'the operators join and sort: not in continuous (NRT) detections of Defender XDR',
  scan: 'the scan operator (https://learn.microsoft.com/kusto/query/scan-operator): not in continuous (NRT) detections of Defender XDR',
} as const;

/** What the outputs call their own tables, functions and spans. */
const OWN_TABLE =
  /^(?:step|until|missing|upTo|found|matches|ordered|ordered_hits|broken|hits|pairs|alerts|kept|isMet|span|maxspan|source)[A-Za-z]*[\d_]*(?:to\d+)?$/;

const item = (name: string, value: Frag): Frag => (value.doc === name ? value : q(0)`${raw(name)} = ${value}`);

/** Whether a line of its own is nothing but a comment. */
const isComment = ({ doc }: Frag): boolean => typeof doc === 'string' && doc.trimStart().startsWith('// ');

interface Reading {
  /** Only events with a time. */
  readonly timed: boolean;
  /** It is read more than once, and computed once. */
  readonly again?: boolean;
  /** The table; by default that of the query. */
  readonly from?: string;
}

/** What the parts of a stateful query share: the table, its window, the key, the order of events, the frame around. */
export class Stateful {
  readonly keys: readonly KeyColumn[];
  /** Whether events have an `Id`. */
  readonly identified: boolean;
  /** The order of events within a key, as items of `sort by`. */
  readonly order: readonly string[];
  readonly #rule: Rule;
  readonly #options: EmitOptions;
  readonly #table: string;
  readonly #taken: ReadonlySet<string>;
  readonly #names: readonly string[];
  readonly #keyNotes: readonly Note[];
  readonly #window: Window | undefined;
  readonly #lookBack: LookBack | undefined;
  #shown: readonly string[] = [];
  /** One more key column, the same in every row, where a join needs one and the rule has none. */
  readonly #all: boolean;

  /** Names of columns that the table has. */
  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  constructor(rule: Rule, steps: readonly Step[], options: EmitOptions, joins: boolean, shown: readonly string[] = []) {
    const { timestamp, tiebreaker } = rule.time;
    this.#rule = rule;
    this.#options = options;
    this.#table = options.table ?? DEFAULT_TABLE;
    const fields = fieldsOfQuery(rule.query).map(({ name }) => name);
    this.#names = [...new Set([timestamp, options.idColumn ?? [], tiebreaker ?? [], fields].flat())];
    this.#taken = new Set(this.#names);
    const { columns, notes } = keyColumns(steps, this.#taken);
    this.#all = joins && columns.length === 0;
    const named = columns.map((column, at) => ({ ...column, shown: shown[at] ?? column.shown }));
    this.keys = this.#all ? [{ name: 'Group', shown: 'Group', type: 'long', optional: false }] : named;
    this.#keyNotes = notes;
    this.identified = options.idColumn !== undefined;
    this.order = [
      'Time asc',
      ...(tiebreaker === undefined ? [] : ['Tie asc nulls last']),
      ...(this.identified ? ['Id asc'] : []),
    ];
    this.#lookBack = this.#readLookBack();
    this.#window =
      options.window === 'none'
        ? undefined
        : windowOf(
            rule.metadata.schedule,
            identifier(timestamp),
            new Set([...this.#taken, this.#table]),
            this.#lookBack?.nanos,
          );
  }

  /** What a run keeps, as a condition on the result, where the rule says how often it runs. */
  #readLookBack(): LookBack | undefined {
    const lookBack = lookBackOf(this.#rule);
    const { query, metadata } = this.#rule;
    const period = metadata.schedule?.interval?.trim();
    if (!lookBack || period === undefined || parseDuration(period) === undefined || !/^\d+(?:[dhms]|ms)$/.test(period))
      return lookBack;
    const waits = query.kind === 'sequence' && query.steps.at(-1)?.missing === true;
    const keep = waits
      ? `| where FirstTime + maxspan between (ago(${period}) .. now())`
      : `| where LastTime >= ago(${period})`;
    return query.kind === 'sample' ? lookBack : { ...lookBack, keep };
  }

  /** The tables that are read: one, or those of the steps. */
  get #tables(): readonly string[] {
    const own = filtersOf(this.#rule.query).flatMap(({ filter }) => filter.table ?? []);
    return own.length > 0 ? [...new Set(own)] : [this.#table];
  }

  /** What reads a table: its name, or another one where it is called as one of ours. */
  #source(name: string): Frag {
    if (!OWN_TABLE.test(name)) return identifier(name);
    const at = this.#tables.filter((one) => OWN_TABLE.test(one)).indexOf(name);
    return raw(at === 0 ? 'source' : `source${at + 1}`);
  }

  #key(step: Step): ReturnType<typeof keyFill> {
    return this.#all ? { lines: [], columns: [['Group', raw('1')]] } : keyFill(step, this.keys);
  }

  /** What orders events, and tells them apart: `Time`, `Tie`, `Id`. */
  get eventColumns(): readonly (readonly [string, Frag])[] {
    const { timestamp, tiebreaker } = this.#rule.time;
    const { idColumn } = this.#options;
    return [
      ['Time', identifier(timestamp)],
      ...(tiebreaker === undefined ? [] : [['Tie', identifier(tiebreaker)] as const]),
      ...(idColumn === undefined ? [] : [['Id', identifier(idColumn)] as const]),
    ];
  }

  #columns(kind: RowKind): readonly (readonly [string, Frag])[] {
    if (kind.kind === 'missing') return [['MissingTime', identifier(this.#rule.time.timestamp)]];
    if (kind.kind === 'sample')
      return [
        ['Step', raw(String(kind.at))],
        ['Event', call('tostring', this.#identity())],
      ];
    if (kind.kind === 'event') return this.eventColumns;
    const steps = kind.kind === 'until' ? [0] : kind.at;
    const step = steps.length === 1 ? String(steps[0]) : `dynamic([${steps.join(', ')}])`;
    return [['Step', raw(step)], ...this.eventColumns];
  }

  /** What tells an event from others: its id, or else everything that the rule reads of it. */
  #identity(): Frag {
    const { idColumn } = this.#options;
    return idColumn === undefined ? call('pack_array', ...this.#names.map(identifier)) : identifier(idColumn);
  }

  /** A table of the events that pass a step, with what matching needs of them; `again`: it is read more than once. */
  table(name: string, says: string, step: Step, kind: RowKind, again = false): Table {
    const filter = filterLines(this.#taken, step.filter);
    const { lines, columns } = this.#key(step);
    const copies = kind.kind === 'steps' && kind.at.length > 1 ? [raw('| mv-expand Step to typeof(long)')] : [];
    const projected = this.project([...columns, ...this.#columns(kind)]);
    const operators = [...filter.lines, ...lines, projected, ...copies];
    const from = step.filter.table ?? this.#table;
    const line = this.read(name, says, operators, { timed: kind.kind !== 'sample', again, from });
    return { lines: [line], notes: opaque(filter.notes) };
  }

  /** An operator that keeps some columns. */
  project(columns: readonly (readonly [string, Frag])[]): Frag {
    return wrapped(
      '| project',
      columns.map(([column, value]) => item(column, value)),
    );
  }

  /** A table that reads the window's events through operators. */
  read(name: string, says: string, operators: readonly Frag[], { timed, again = false, from }: Reading): Frag {
    const has = timed ? q(0)`isnotnull(${identifier(this.#rule.time.timestamp)})` : undefined;
    const first = this.#window?.condition ?? has;
    const body = joined([...(first ? [where(first)] : []), ...operators]);
    const said = this.#options.comments ? `// ${says}\n` : '';
    const [open, close] = again ? ['materialize(', ')'] : ['', ''];
    return {
      level: 0,
      doc: [said, `let ${name} = ${open}`, this.#source(from ?? this.#table).doc, '\n', body.doc, `${close};`],
    };
  }

  /** `head` and `tail` count matches in the order of their last events, ties by key; samples in the order of keys. */
  pipes(pipes: readonly Pipe[], events = this.order): readonly Frag[] {
    const order = [...events.map((one) => one.replace(/ .*/, '')), ...this.keys.map(({ name }) => name)];
    return pipes.flatMap((pipe) =>
      pipeLines(
        pipe,
        order.map((name) => raw(name)),
      ),
    );
  }

  /** The columns of the result: the key under its fields' names, then what is asked for. */
  projection(columns: readonly (readonly [shown: string, name: string])[]): Frag {
    const keys = this.#all ? [] : this.keys;
    this.#shown = [...keys.map(({ shown: field }) => field), ...columns.map(([field]) => field)];
    const shown = keys.map(({ shown: field, name }) =>
      field === name ? raw(name) : q(0)`${identifier(field)} = ${raw(name)}`,
    );
    return wrapped('| project', [...shown, ...columns.map(([field, name]) => item(field, raw(name)))]);
  }

  emission({ notes: found, declarations, result, uses }: Parts): Emission {
    const { query } = this.#rule;
    const notes = distinctNotes([
      ...columnNotes(query),
      ...this.#keyNotes,
      ...found,
      ...streamNotes(this.#rule, this.identified),
      ...([...this.#names, ...this.#tables].every(canName) ? [] : [unnamed]),
    ]);
    const lookBack = this.#lookBack ? { lookBack: this.#lookBack } : {};
    if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [], ...lookBack };
    const said = this.#lookBack && this.#options.comments ? lookBackLines(this.#lookBack) : [];
    const { text, trace } = layout(
      joined([
        ...[...headerLines(this.#rule, this.#options), ...said].map(comment),
        ...(this.#window ? [this.#window.declaration] : []),
        ...this.#tables
          .filter((name) => OWN_TABLE.test(name))
          .map((name) => q(0)`let ${this.#source(name)} = ${identifier(name)};`),
        ...[...declarations, ...result].filter((line) => this.#options.comments || !isComment(line)),
      ]),
    );
    const optional = fieldsOfQuery(query).filter((field) => field.optional);
    const columns = optional.map(
      ({ name }) => `the column ${JSON.stringify(name)}, null or empty where the data lacks the field`,
    );
    const requires = [
      ...requirements(text, [...this.#tables, ...this.#names]),
      ...columns,
      ...uses.map((use) => USES[use]),
    ];
    return { text: `${text}\n`, notes, requires, trace, columns: this.#shown, ...lookBack };
  }
}
