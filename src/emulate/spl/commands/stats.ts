import type { Aggregator } from '../stats/aggregator.ts';
import { groupOf, keyText, singleGroupOf, statsArguments, type Term } from '../stats/terms.ts';
import {
  type Atom,
  atoms,
  compareText,
  isMulti,
  numberOf,
  type Row,
  type SplValue,
  textOf,
  withFields,
} from '../value.ts';
import { Arguments, type CommandCall, type SplCommand, type Stage } from './command.ts';
import { page } from './docs-page.ts';

interface Aggregates {
  readonly add: (row: Row) => void;
  readonly fields: () => readonly (readonly [string, SplValue | null])[];
}

/** All aggregates of a command over one group. */
function aggregates(terms: readonly Term[]): Aggregates {
  const running = terms.map((term): readonly [Term, Aggregator] => [term, term.known.make()]);
  return {
    add: (row) => {
      for (const [term, aggregator] of running) {
        const sample = term.sample(row);
        if (sample) aggregator.add(sample);
      }
    },
    fields: () => running.map(([term, aggregator]) => [term.output, aggregator.result()] as const),
  };
}

type Key = readonly (SplValue | undefined)[];

/** A row with several values in a BY field belongs to a group for each of them. [SR/stats] */
function keysOf(key: Key, call: CommandCall): readonly Key[] {
  let keys: Key[] = [[]];
  for (const value of key) {
    const choices = isMulti(value) ? [...new Set(value.map(textOf))] : [value];
    call.context.spend(keys.length * choices.length, call.span);
    keys = keys.flatMap((start) => choices.map((choice) => [...start, choice]));
  }
  return keys;
}

function compareAtoms(a: Atom, b: Atom): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  return left !== undefined && right !== undefined ? left - right : compareText(textOf(a), textOf(b));
}

function compareKeys(a: Key, b: Key): number {
  for (const [i, value] of a.entries()) {
    const [left = '', right = ''] = [atoms(value)[0], atoms(b[i])[0]];
    const order = compareAtoms(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

function build(call: CommandCall): Stage {
  const args = new Arguments(call, []);
  const { terms, by } = statsArguments(args, call);
  return (rows) => {
    const groups = new Map<string, { readonly key: Key; readonly all: Aggregates }>();
    // Without BY there is one row, even over no rows.
    if (by.length === 0) groups.set(keyText([]), { key: [], all: aggregates(terms) });
    for (const row of rows) {
      const found = groupOf(row, by, call);
      for (const key of found ? keysOf(found, call) : []) {
        const text = keyText(key);
        const group = groups.get(text) ?? { key, all: aggregates(terms) };
        groups.set(text, group);
        group.all.add(row);
      }
    }
    const sorted = [...groups.values()].sort((a, b) => compareKeys(a.key, b.key));
    return sorted.map(({ key, all }) =>
      withFields(new Map(), [...by.map((name, i) => [name, key[i]] as const), ...all.fields()]),
    );
  };
}

export const stats: SplCommand = {
  case: 'S147',
  docs: page('Stats'),
  open: 'rows without a BY field; the order of the groups (here: by their values)',
  build,
};

export const eventstats: SplCommand = {
  case: 'O150',
  docs: page('Eventstats'),
  open: 'rows without a BY field; several values in one',
  build: (call) => {
    const args = new Arguments(call, []);
    const { terms, by } = statsArguments(args, call);
    return (rows) => {
      const groups = new Map<string, Aggregates>();
      const keys = rows.map((row) => singleGroupOf(row, by, call));
      for (const [i, row] of rows.entries()) {
        const key = keys[i];
        if (key === undefined) continue;
        const group = groups.get(key) ?? aggregates(terms);
        groups.set(key, group);
        group.add(row);
      }
      const results = new Map([...groups].map(([key, group]) => [key, group.fields()]));
      return rows.map((row, i) => withFields(row, results.get(keys[i] ?? '') ?? []));
    };
  },
};
