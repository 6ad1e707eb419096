import type { Rule } from '../../../src/ir/rule.ts';
import type { EmitOptions } from '../../../src/target/backend.ts';
import { type Frag, raw } from '../../../src/target/frag.ts';
import { baseSearch, evalLine, expandLine, fn, statsLine, tableLine, whereLine } from '../commands.ts';
import { Conditions } from '../conditions.ts';
import { string } from '../lexical.ts';
import { planOf } from '../plan.ts';
import { allOf, anyOf, compared } from '../scope.ts';
import { areCommon, type KeyColumn, keyColumns, keyLines, presentKeys } from './keys.ts';
import { type Kind, shared } from './kinds.ts';

/** What reads the events of a stateful rule: rows that say of which kind they are, and under which key. */
export interface Rows {
  readonly lines: readonly Frag[];
  readonly conditions: Conditions;
  readonly keys: readonly KeyColumn[];
  /** The names that `BY` takes. */
  readonly by: readonly string[];
  readonly isKind: (kind: Kind) => Frag;
  /** A row for each kind of an event, not one for all; such rows have the number of their event. */
  readonly split: boolean;
  readonly nameOf: (wanted: string) => string;
}

export interface Reading {
  readonly rule: Rule;
  readonly kinds: readonly Kind[];
  /** Ask for rows of one kind each, even where one could stand for several. */
  readonly split: boolean;
  /** Fields that are needed later on. */
  readonly kept: readonly string[];
  readonly options: EmitOptions;
  readonly nameOf: (wanted: string) => string;
}

/** The OR of what the kinds ask for, as far as a search can say it; nothing where one of them says nothing there. */
function superset(own: readonly Parameters<typeof planOf>[0][], conditions: Conditions): readonly Frag[] {
  const plans = own.map((cond) => planOf(cond).search);
  if (plans.some((parts) => parts.length === 0)) return [];
  return [anyOf(plans.map((parts) => allOf(parts.map((part) => conditions.search(part)))))];
}

/**
 * Reads the events of some kinds: the base search finds what all kinds ask for and the OR of what each asks for besides; a flag for each
 * kind says the whole condition. Where kinds have their keys in different fields, an event of two kinds becomes two rows.
 */
export function readRows({ rule, kinds, split: asked, kept, options, nameOf }: Reading): Rows {
  const conditions = new Conditions();
  const { common, own } = shared(kinds.map(({ condition }) => condition));
  const plan = planOf(common.length === 1 && common[0] ? common[0] : { kind: 'and', all: common });
  const keys = keyColumns(kinds, nameOf);
  const split = asked || !areCommon(kinds);
  const flags = kinds.map(({ flag }) => nameOf(flag));
  const isUp = (flag: string): Frag => compared(raw(flag), '=', raw('1'));
  const kindField = nameOf('step');
  const isKind = (kind: Kind): Frag =>
    split ? compared(raw(kindField), '=', string(String(kind.number))) : isUp(nameOf(kind.flag));
  const base = baseSearch(
    rule.metadata.schedule,
    [...plan.search.map((part) => conditions.search(part)), ...superset(own, conditions)],
    options,
  );
  const fields = [...new Set(['_time', ...kept, ...keys.flatMap((key) => key.fields.map(({ name }) => name))])];
  const event = nameOf('event');
  const some = anyOf(flags.map(isUp));
  const lines = [
    base,
    ...plan.where.map((part) => whereLine(conditions.where(part))),
    ...own.map((cond, i) => evalLine([flags[i] ?? '', fn('if', conditions.where(cond), raw('1'), raw('0'))])).reverse(),
    whereLine(allOf([some, ...presentKeys(keys)])),
    ...(split ? [statsLine('streamstats', [[raw('count'), event]], [])] : []),
    tableLine([...fields, ...(split ? [event] : []), ...flags]),
    ...(split ? splitLines(kinds, flags, kindField, isUp) : []),
    ...keyLines(keys, kinds, isKind),
  ];
  return { lines, conditions, keys, by: keys.map(({ name }) => name), isKind, split, nameOf };
}

/** A row for each kind of each event. */
function splitLines(
  kinds: readonly Kind[],
  flags: readonly string[],
  kindField: string,
  isUp: (flag: string) => Frag,
): readonly Frag[] {
  const numbers = kinds.map(({ number }, i) => fn('if', isUp(flags[i] ?? ''), string(String(number)), raw('null()')));
  return [evalLine([kindField, fn('mvappend', ...numbers)]), expandLine(kindField)];
}
