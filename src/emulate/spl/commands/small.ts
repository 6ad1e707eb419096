import { type Row, withFields } from '../value.ts';
import { Arguments, namesIn, nothing, type SplCommand } from './command.ts';
import { page } from './docs-page.ts';
import { namesMatcher } from './field-patterns.ts';

/** Rows of a subsearch behind the rows so far. */
export const append: SplCommand = {
  case: 'O110',
  docs: page('Append'),
  open: 'limits of subsearches are not modelled',
  build: (call) => {
    const [sub, ...more] = new Arguments(call, []).rest;
    if (sub?.kind !== 'subsearch' || more.length > 0) {
      call.context.report('spl/arguments', { command: call.name }, call.span);
      return nothing;
    }
    if (sub.value.commands[0]?.kind !== 'other') {
      call.context.report('spl/unsupported', { what: 'a subsearch that reads an index' }, sub.span);
    }
    const stage = call.compile(sub.value);
    return (rows) => {
      call.context.spend(rows.length, call.span);
      return [...rows, ...stage([])];
    };
  },
};

/** What a pipeline makes of the rows so far, behind them. */
export const appendpipe: SplCommand = {
  case: 'O201',
  docs: page('Appendpipe'),
  open: 'that its rows stand behind the others; no limit of rows is modelled, the page names none',
  build: (call) => {
    const args = new Arguments(call, ['run_in_preview']);
    args.flag('run_in_preview', true);
    const [sub, ...more] = args.rest;
    if (sub?.kind !== 'subsearch' || more.length > 0) {
      call.context.report('spl/arguments', { command: call.name }, call.span);
      return nothing;
    }
    const stage = call.compile(sub.value);
    return (rows) => {
      call.context.spend(rows.length, call.span);
      return [...rows, ...stage(rows)];
    };
  },
};

/** Rows out of nothing, with the time of the search. */
export const makeresults: SplCommand = {
  case: 'O111',
  docs: page('Makeresults'),
  open: 'format and data are refused',
  build: (call) => {
    const args = new Arguments(call, ['count']);
    const count = args.count('count', 1);
    if (args.rest.length > 0) call.context.report('spl/arguments', { command: call.name }, call.span);
    return (rows) => {
      call.context.spendRows(count, 1, call.span);
      return [...rows, ...Array.from({ length: count }, (): Row => new Map([['_time', call.context.now]]))];
    };
  },
};

/** Missing values become a value: in the fields named, or in every field that some row has. */
export const fillnull: SplCommand = {
  case: 'O112',
  docs: page('Fillnull'),
  build: (call) => {
    const args = new Arguments(call, ['value']);
    const text = args.text('value');
    const value = text === undefined ? 0 : text;
    const patterns = args.names();
    return (rows) => {
      const all = namesIn(rows);
      const named = patterns.filter((pattern) => !pattern.includes('*'));
      const names = patterns.length === 0 ? all : [...new Set([...named, ...all.filter(namesMatcher(patterns))])];
      return rows.map((row) =>
        withFields(
          row,
          names.filter((name) => !row.has(name)).map((name) => [name, value] as const),
        ),
      );
    };
  },
};

/** Rows in the opposite order. */
export const reverse: SplCommand = {
  case: 'O113',
  docs: page('Reverse'),
  build: (call) => {
    if (call.args.length > 0) call.context.report('spl/arguments', { command: call.name }, call.span);
    return (rows) => [...rows].reverse();
  },
};
