import { and, at, FALSE, not, or, TRUE } from '../ir/build.ts';
import { type Cond, type CondOf, onCond } from '../ir/cond.ts';
import type { Field, Value } from '../ir/value.ts';
import { fieldsOfValue, mapValue } from '../ir/walk.ts';
import type { Note } from '../target/ledger.ts';
import type { Span } from '../text/source-text.ts';
import type { Column, Row } from './definition.ts';
import { push } from './definitions/index.ts';
import { fieldOf } from './definitions/texts.ts';
import { type FieldTest, type Pushed, pushed, refused, testOf } from './field-test.ts';
import type { TargetTable } from './pack.ts';

/** Why a part of a rule can't be said over the target's columns. */
export interface Refusal {
  readonly why: string;
  readonly origin?: Span;
}

/** What a mapping of one condition met. */
export interface Findings {
  /** The rows that were used, by source field. */
  readonly used: Map<string, Row>;
  /** Source fields without a row. */
  readonly missing: Map<string, Field>;
  readonly notes: Note[];
  /** Tests that can't be said over the columns that there are. */
  readonly refusals: Refusal[];
  /** Keys that can't join: nothing can be left out there. */
  readonly keys: Refusal[];
}

export const newFindings = (): Findings => ({
  used: new Map(),
  missing: new Map(),
  notes: [],
  refusals: [],
  keys: [],
});

const leavesNothingOut = ({ missing, refusals }: Findings): boolean => missing.size + refusals.length === 0;

function addFindings(to: Findings, { used, missing, notes, refusals, keys }: Findings): void {
  for (const [name, row] of used) to.used.set(name, row);
  for (const [name, field] of missing) if (!to.missing.has(name)) to.missing.set(name, field);
  to.notes.push(...notes);
  to.refusals.push(...refusals);
  to.keys.push(...keys);
}

/** The findings name the field. */
const UNMAPPED = { refused: 'the target has no such column' } as const;

const KEYWORD_NOTE: Note = {
  effect: 'conditional',
  construct: 'mapping/keyword',
  why: 'a text is looked for in all columns of the target, which need not hold all that the source held',
  assumption: 'mapping/all-texts',
};

/** The value that stands for a field where it may stand anywhere: a column, or what every event of the table has. */
function standIn({ definition }: Row): Value | undefined {
  if (definition.kind === 'column') return fieldOf(definition.column);
  const [only, ...more] = definition.kind === 'constant' ? definition.values : [];
  return only && more.length === 0 ? { kind: 'literal', ...only } : undefined;
}

/** A field that a table names by a rule: `winlog.event_data.X` is X there. */
function renamedRow(name: string, { renamed = [] }: TargetTable): Row | undefined {
  const found = renamed.find(({ prefix }) => name.startsWith(prefix));
  if (!found) return undefined;
  const column = { name: found.to + name.slice(found.prefix.length), type: found.type, list: false };
  return { definition: { kind: 'column', column }, confidence: 'sure' };
}

/** How a field is made of a table's columns. */
export function rowOf(name: string, table: TargetTable): Row | undefined {
  return (Object.hasOwn(table.fields, name) ? table.fields[name] : undefined) ?? renamedRow(name, table);
}

class ConditionMapper {
  readonly table: TargetTable;
  readonly findings: Findings;
  readonly keepsNames: boolean;

  constructor(table: TargetTable, findings: Findings, keepsNames: boolean) {
    this.table = table;
    this.findings = findings;
    this.keepsNames = keepsNames;
  }

  /** The row of a field, noted as used; without one the field is noted as missing. */
  row(field: Field): Row | undefined {
    const row = rowOf(field.name, this.table);
    if (row) this.findings.used.set(field.name, row);
    else this.findings.missing.set(field.name, field);
    return row;
  }

  /** Several fields, or one inside a function: each must have a stand-in. */
  replaced(value: Value): Value | { readonly refused: string } {
    const stands = new Map<string, Value>();
    for (const field of fieldsOfValue(value)) {
      const row = this.row(field);
      if (!row) return UNMAPPED;
      const stand = standIn(row);
      if (!stand) {
        return {
          refused: `${field.name} is computed from the target's columns, and can be compared with constants only`,
        };
      }
      stands.set(field.name, stand);
    }
    return mapValue(value, (node) => (node.kind === 'field' ? (stands.get(node.name) ?? node) : node));
  }

  tested(field: Field, test: FieldTest): Pushed {
    const row = this.row(field);
    return row ? push(row.definition, test) : UNMAPPED;
  }

  leaf(node: CondOf<'leaf'>): Pushed {
    const [only, ...more] = fieldsOfValue(node.value);
    if (!only) return pushed(node);
    if (more.length === 0) return this.tested(only, testOf(node.value));
    const value = this.replaced(node.value);
    return 'refused' in value ? value : pushed({ ...node, value });
  }

  present(node: CondOf<'has-value'>): Pushed {
    if (node.value.kind === 'field') return this.tested(node.value, { kind: 'present' });
    const value = this.replaced(node.value);
    return 'refused' in value ? value : pushed({ ...node, value });
  }

  key(node: CondOf<'has-key'>): Pushed {
    const row = this.row(node.field);
    if (!row) return UNMAPPED;
    if (row.definition.kind === 'column') return pushed({ ...node, field: fieldOf(row.definition.column) });
    if (row.definition.kind === 'constant') return pushed(TRUE);
    return refused(`whether ${node.field.name} is there can't be asked of columns that it is computed from`);
  }

  /**
   * What a test became. One that can't be said is left out so that the rule finds more, never less: it counts as passed, and below a
   * `not` as failed.
   */
  settle(node: Cond, found: Pushed, positive: boolean): Cond {
    if (!('refused' in found)) {
      for (const note of found.notes) this.findings.notes.push(at(note, node.origin));
      return found.cond.origin ? found.cond : at(found.cond, node.origin);
    }
    if (found !== UNMAPPED)
      this.findings.refusals.push({ why: found.refused, ...(node.origin && { origin: node.origin }) });
    if (found === UNMAPPED && this.keepsNames) return node;
    return positive ? TRUE : FALSE;
  }

  /**
   * The parts of an `and` or `or`. Where one is decided by what the table holds and so decides the whole, the others are never asked,
   * and what they lack is nobody's loss.
   */
  parts(conds: readonly Cond[], positive: boolean, decides: 'true' | 'false'): readonly Cond[] {
    const found = conds.map((part) => {
      const findings = newFindings();
      return { cond: new ConditionMapper(this.table, findings, this.keepsNames).map(part, positive), findings };
    });
    const decided = found.find(({ cond, findings }) => cond.kind === decides && leavesNothingOut(findings));
    const asked = decided ? [decided] : found;
    for (const { findings } of asked) addFindings(this.findings, findings);
    return asked.map(({ cond }) => cond);
  }

  map(cond: Cond, positive: boolean): Cond {
    return onCond<Cond>(cond, {
      true: () => cond,
      false: () => cond,
      and: (node) => and(this.parts(node.all, positive, 'false'), node.origin),
      or: (node) => or(this.parts(node.any, positive, 'true'), node.origin),
      not: (node) => not(this.map(node.inner, !positive), node.origin),
      leaf: (node) => this.settle(node, this.leaf(node), positive),
      'has-value': (node) => this.settle(node, this.present(node), positive),
      'has-key': (node) => this.settle(node, this.key(node), positive),
      keyword: (node) => this.settle(node, pushed(node, [KEYWORD_NOTE]), positive),
    });
  }
}

/**
 * A condition over source fields as one over a table's columns. What was met is added to the findings. `keepsNames`: a field without a
 * row keeps its name.
 */
export function mapCondition(cond: Cond, table: TargetTable, keepsNames: boolean, findings: Findings): Cond {
  return new ConditionMapper(table, findings, keepsNames).map(cond, true);
}

/** What a field does that is more than a test of an event. */
const USES = { join: 'joined', group: 'grouped', count: 'counted' } as const;
export type KeyUse = keyof typeof USES;

const NAMES_APART: Omit<Note, 'why'> = {
  effect: 'conditional',
  construct: 'mapping/joined',
  assumption: 'mapping/no-separator-in-name',
};

/**
 * A key of a sequence, or a field that a correlation groups or counts by, as columns: one, or the two that it is joined of, which together
 * are the same for the same events. What is computed in another way can't be one.
 */
export function mapKey(key: Field, table: TargetTable, findings: Findings, use: KeyUse = 'join'): readonly Field[] {
  const definition = new ConditionMapper(table, findings, false).row(key)?.definition;
  const origin = key.origin && { origin: key.origin };
  const field = (column: Column): Field => ({ ...fieldOf(column), ...(key.optional && { optional: true }), ...origin });
  if (definition?.kind === 'column') return [field(definition.column)];
  const said = `events can't be ${USES[use]} by ${key.name}`;
  // Where null joins null, each of the two would do so by itself.
  if (definition?.kind === 'joined' && key.optional !== true) {
    const [first, second] = definition.columns;
    const why = `events are ${USES[use]} by ${first.name} and ${second.name}, as if the second held no ${definition.separator}`;
    const witness = { [first.name]: 'a', [second.name]: `b${definition.separator}c` };
    findings.notes.push({ ...NAMES_APART, why, witness, ...origin });
    return definition.columns.map(field);
  }
  const why = definition
    ? `${said}, which is computed from the target's columns`
    : `${said}, which the target does not have`;
  findings.keys.push({ why, ...origin });
  return [key];
}
