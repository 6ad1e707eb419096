import type { EvalExpr } from '../../../../../grammars/spl/ast.ts';
import { seconds } from '../../time/relative.ts';
import {
  type Atom,
  atoms,
  compareText,
  isMulti,
  numberOf,
  several,
  textOf,
  type Value,
  withFields,
} from '../../value.ts';
import { argument, type Call, type Evaluate, type FunctionTable, MANY, refuseMulti, single } from '../function.ts';
import { patternOf } from '../pattern.ts';
import { fieldsOf } from '../walk.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/MultivalueEvalFunctions';

const texts = (value: Value): readonly string[] => atoms(value).map(textOf);

/** 0-based, negative from the end, the end included; null when out of range. [SR/Multivalue] */
function slice(call: Call, values: readonly Atom[], start: Value, end: Value): Value {
  const first = numberOf(start);
  const last = end === null ? first : numberOf(end);
  if (first === undefined || last === undefined) return null;
  const from = first < 0 ? values.length + first : first;
  const to = last < 0 ? values.length + last : last;
  const tooFar = to >= values.length && call.context.readings.mvindexEnd === 'null';
  return from < 0 || from >= values.length || to < from || tooFar ? null : several(values.slice(from, to + 1));
}

/** Counts values that a function makes. */
function spent(call: Call, values: readonly string[]): readonly string[] {
  call.context.spend(values.length, call.span);
  return values;
}

const RANGE_LIMIT = 100_000;

function range(call: Call, start: Value, end: Value, step: Value): Value {
  const first = numberOf(start);
  const stop = numberOf(end);
  const by = step === null ? 1 : (numberOf(step) ?? (typeof step === 'string' ? seconds(step) : undefined));
  if (first === undefined || stop === undefined || by === undefined) return null;
  if (by <= 0 || (stop - first) / by > RANGE_LIMIT) {
    call.context.report('spl/unsupported', { what: 'a range of this size or direction' }, call.span);
    return null;
  }
  call.context.spend(Math.max(0, (stop - first) / by), call.span);
  const out: Atom[] = [];
  for (let i = 0; first + i * by < stop; i++) out.push(textOf(first + i * by));
  return several(out);
}

/** The one field of an expression, or a fault. */
function onlyField(call: Call, expr: EvalExpr | undefined): string | undefined {
  const names = expr ? fieldsOf(expr) : new Set<string>();
  const [name] = names;
  if (names.size === 1) return name;
  call.context.report('spl/one-field', { name: call.name }, call.span);
  return undefined;
}

function filter(call: Call): Evaluate {
  const name = onlyField(call, call.args[0]?.expr);
  if (name === undefined) return () => null;
  const test = argument(call, 0);
  return (row) => several(atoms(row.get(name)).filter((atom) => test(withFields(row, [[name, atom]])) === true));
}

function map(call: Call): Evaluate {
  const over = call.args[0]?.expr;
  if (over?.kind !== 'field') {
    call.context.report('spl/unsupported', { what: 'mvmap over something that is no field' }, call.span);
    return () => null;
  }
  const give = argument(call, 1);
  return (row) =>
    several(atoms(row.get(over.name)).flatMap((atom) => texts(give(withFields(row, [[over.name, atom]])))));
}

function find(call: Call): Evaluate {
  const pattern = patternOf(call, 1);
  return (row) => {
    const matcher = pattern(row);
    const at = matcher ? texts(argument(call, 0)(row)).findIndex((text) => matcher.test(text)) : -1;
    return at === -1 ? null : at;
  };
}

function zip(call: Call, left: Value, right: Value, delimiter: Value): Value {
  const others = texts(right);
  const between = delimiter === null || typeof delimiter === 'boolean' ? ',' : texts(delimiter).join('');
  call.context.spend(others.length * (between.length + 1), call.span);
  return several(texts(left).flatMap((text, i) => (i < others.length ? [`${text}${between}${others[i]}`] : [])));
}

function split(call: Call): Evaluate {
  const keep = call.context.readings.emptyPieces === 'kept';
  return single((text, delimiter) => {
    if (textOf(delimiter ?? '') === '') {
      call.context.report('spl/unsupported', { what: 'split by an empty text' }, call.span);
      return null;
    }
    return several(
      textOf(text ?? '')
        .split(textOf(delimiter ?? ''))
        .filter((piece) => keep || piece !== ''),
    );
  })(call);
}

function join(call: Call): Evaluate {
  return (row) => {
    const between = argument(call, 1)(row);
    if (isMulti(between)) return refuseMulti(call);
    const values = texts(argument(call, 0)(row));
    if (values.length === 0 || between === null) return null;
    const delimiter = texts(between).join('');
    call.context.spend(values.length * (delimiter.length + 1), call.span);
    return values.join(delimiter);
  };
}

/** A function of whole fields, null or not. */
const whole =
  (give: (values: readonly Value[], call: Call) => Value) =>
  (call: Call): Evaluate =>
  (row) =>
    give(
      call.args.map((arg) => arg.evaluate(row)),
      call,
    );

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/MultivalueEvalFunctions */
export const multivalueFunctions: FunctionTable = {
  mvappend: {
    args: [1, MANY],
    gives: 'value',
    case: 'S091',
    docs,
    build: whole((values, call) => several(spent(call, values.flatMap(texts)))),
  },
  mvcount: {
    args: [1, 1],
    gives: 'value',
    case: 'S080',
    docs,
    build: whole(([value = null]) => (value === null ? null : atoms(value).length)),
  },
  mvdedup: {
    args: [1, 1],
    gives: 'value',
    case: 'S094',
    docs,
    build: whole(([value = null]) => several([...new Set(texts(value))])),
  },
  mvfilter: { args: [1, 1], gives: 'value', conditions: () => true, case: 'S095', docs, build: filter },
  mvfind: { args: [2, 2], gives: 'value', case: 'S098', docs, build: find },
  mvindex: {
    args: [2, 3],
    gives: 'value',
    case: 'S084',
    docs,
    open: 'an end behind the last value',
    build: whole(([value = null, start = null, end = null], call) => slice(call, atoms(value), start, end)),
  },
  mvjoin: { args: [2, 2], gives: 'value', case: 'S090', docs, build: join },
  mvmap: { args: [2, 2], gives: 'value', case: 'S096', docs, build: map },
  mvrange: {
    args: [2, 3],
    gives: 'value',
    case: 'S089',
    docs,
    build: whole(([start = null, end = null, step = null], call) => range(call, start, end, step)),
  },
  mvsort: {
    args: [1, 1],
    gives: 'value',
    case: 'S093',
    docs,
    build: whole(([value = null]) => several([...texts(value)].sort(compareText))),
  },
  mvzip: {
    args: [2, 3],
    gives: 'value',
    case: 'O040',
    docs,
    build: whole(([left = null, right = null, delimiter = null], call) => zip(call, left, right, delimiter)),
  },
  split: { args: [2, 2], gives: 'value', case: 'S099', docs, open: 'whether empty pieces are kept', build: split },
};
