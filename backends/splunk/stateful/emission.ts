import type { Rule } from '../../../src/ir/rule.ts';
import { fieldsOfQuery } from '../../../src/ir/walk.ts';
import type { Emission, EmitOptions } from '../../../src/target/backend.ts';
import { type Frag, lines } from '../../../src/target/frag.ts';
import { headerLines } from '../../../src/target/header.ts';
import { layout } from '../../../src/target/layout.ts';
import { type Note, opaque } from '../../../src/target/ledger.ts';
import { lookBackLines, lookBackOf } from '../../../src/target/look-back.ts';
import type { Conditions } from '../conditions.ts';
import { canName, canQuote, comment } from '../lexical.ts';
import { unnamed } from '../notes.ts';
import { requirements } from '../requirements.ts';
import type { KeyColumn } from './keys.ts';
import { keyNotes, streamNotes } from './notes.ts';
import { streamRequirements } from './requirements.ts';

/** A stateful rule as it was written. */
export interface Written {
  readonly text: Frag;
  readonly conditions: Conditions;
  readonly keys: readonly KeyColumn[];
  /** Names of fields that stand in the text besides those of conditions. */
  readonly names: readonly string[];
  /** The columns of the result. */
  readonly columns: readonly string[];
  /** What the form of the output does not say exactly. */
  readonly notes?: readonly Note[];
}

/** The text with its header, and what it does not say exactly. */
export function emission(rule: Rule, options: EmitOptions, written: Written): Emission {
  const isNamed = written.names.every(canName) && (options.table === undefined || canQuote(options.table));
  const notes = [
    ...opaque(written.conditions.notes),
    ...keyNotes(written.keys),
    ...streamNotes(rule),
    ...(written.notes ?? []),
    ...(isNamed ? [] : [unnamed]),
  ];
  if (notes.some((note) => note.effect === 'unsupported')) return { notes, requires: [], trace: [] };
  const lookBack = lookBackOf(rule);
  const lookBackHead = options.comments && lookBack ? lookBackLines(lookBack) : [];
  const head = [...headerLines(rule, options), ...lookBackHead];
  const { text, trace } = layout(lines([...head.map(comment), written.text]));
  return {
    text: `${text}\n`,
    notes,
    requires: [...requirements(text, fieldsOfQuery(rule.query), options), ...streamRequirements(text)],
    trace,
    columns: written.columns,
    ...(lookBack && { lookBack }),
  };
}
