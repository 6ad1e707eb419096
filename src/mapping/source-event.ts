import { type Event, readField } from '../eval/read-field.ts';
import type { Scalar } from '../functions/function.ts';
import { evaluate } from './definitions/index.ts';
import type { TargetTable } from './pack.ts';

/** A scalar as JSON. */
function plain(value: Scalar): unknown {
  if (value === null || typeof value !== 'object') return value;
  return value.kind === 'version' ? value.text : new Date(Number(value.nanos / 1_000_000n)).toISOString();
}

/** The columns of an event that spells names flat, nested or mixed. */
function* columnsOf(event: Event): Generator<readonly [string, unknown]> {
  const open: (readonly [string, unknown])[] = Object.entries(event);
  for (let next = open.pop(); next; next = open.pop()) {
    const [name, value] = next;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) yield next;
    else for (const [key, inner] of Object.entries(value)) open.push([`${name}.${key}`, inner]);
  }
}

/** The source event that an event of a table stands for: every definition, run. Fields without elements are left out. */
export function sourceEvent(table: TargetTable, event: Event): Event {
  const out: Record<string, unknown> = {};
  for (const { prefix, to } of table.renamed ?? [])
    for (const [column, value] of columnsOf(event))
      if (column.startsWith(to)) out[prefix + column.slice(to.length)] = value;
  for (const [field, { definition }] of Object.entries(table.fields)) {
    const elements = evaluate(definition, (column) => readField(event, column)).filter((value) => value !== null);
    if (elements.length > 0) out[field] = elements.length === 1 ? plain(elements[0] ?? null) : elements.map(plain);
  }
  return out;
}
