import { parseSearchCondition } from '../../../../../grammars/spl/parse.ts';
import { inNetwork, type Network, parseNetwork } from '../../address.ts';
import { remember } from '../../remember.ts';
import { compileSearch } from '../../search/compile.ts';
import { unescapeEval } from '../../text-escapes.ts';
import { type Atom, isMulti, textOf, type Value } from '../../value.ts';
import { compareAtoms } from '../compare.ts';
import { argument, type Call, type Evaluate, type FunctionTable, MANY, refuseMulti, testAtoms } from '../function.ts';
import { likePattern } from '../like.ts';
import { patternOf } from '../pattern.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/ConditionalFunctions';
const even = (index: number): boolean => index % 2 === 0;

/** Pairs of a condition and a value: the value beside the first condition that is `wanted`. */
const firstPair =
  (wanted: boolean) =>
  (call: Call): Evaluate => {
    const pairs = call.args
      .filter((_, i) => even(i))
      .map((test, i) => [test.evaluate, argument(call, 2 * i + 1)] as const);
    if (call.args.length % 2 === 1) call.context.report('spl/odd-arguments', { name: call.name }, call.span);
    return (row) => pairs.find(([test]) => test(row) === wanted)?.[1](row) ?? null;
  };

/** Whether some value of a field equals another; null if either is missing. */
function equal(a: Value, b: Value, call: Pick<Call, 'context'>): boolean | null {
  return testAtoms(a, call.context, (left) =>
    testAtoms(b, call.context, (right) => compareAtoms('=', left, right, call.context.readings)),
  );
}

/** Membership as `in` and the operator IN have it. */
export const membership =
  (subject: Evaluate, values: readonly Evaluate[], call: Pick<Call, 'context'>): Evaluate =>
  (row) => {
    const value = subject(row);
    const results = values.map((run) => equal(value, run(row), call));
    return results.includes(true) || (results.includes(null) ? null : false);
  };

/** A test of a text by a pattern, each evaluated per row; patterns are compiled once. */
export function likeTest(
  subject: Evaluate,
  pattern: Evaluate,
  call: Pick<Call, 'name' | 'span' | 'context'>,
): Evaluate {
  const compile = remember((text: string) => likePattern(text, call.context.readings));
  return (row) => {
    const wanted = pattern(row);
    if (isMulti(wanted)) return refuseMulti(call);
    if (wanted === null || typeof wanted === 'boolean') return null;
    return testAtoms(subject(row), call.context, (atom) => compile(textOf(wanted))(textOf(atom)));
  };
}

function cidrTest(call: Call): Evaluate {
  const block = argument(call, 0);
  const address = argument(call, 1);
  const missing = call.context.readings.cidrOfNoAddress === 'null' ? null : false;
  const parse = remember((text: string): Network | undefined => {
    const network = parseNetwork(text);
    if (!network) call.context.report('spl/cidr', { text }, call.span);
    return network;
  });
  const test = (network: Network | undefined) => (atom: Atom) =>
    network ? (inNetwork(network, textOf(atom), call.context.readings) ?? missing) : null;
  return (row) => {
    const written = block(row);
    if (isMulti(written)) return refuseMulti(call);
    if (written === null || typeof written === 'boolean') return missing;
    const value = address(row);
    return value === null ? missing : testAtoms(value, call.context, test(parse(textOf(written))));
  };
}

function searchTest(call: Call): Evaluate {
  const [written] = call.args;
  if (written?.expr.kind !== 'string') {
    call.context.report('spl/literal', { name: call.name }, call.span);
    return () => null;
  }
  const parsed = parseSearchCondition(unescapeEval(written.expr.value.text), written.expr.span);
  for (const found of parsed.diagnostics) call.context.add(found);
  return parsed.tree ? compileSearch(parsed.tree, call.context) : () => null;
}

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/ConditionalFunctions */
export const comparisonFunctions: FunctionTable = {
  case: { args: [2, MANY], gives: 'value', conditions: even, case: 'S049', docs, build: firstPair(true) },
  cidrmatch: {
    args: [2, 2],
    gives: 'boolean',
    case: 'S043',
    docs,
    open: 'a missing field, or a value that is no address',
    build: cidrTest,
  },
  coalesce: {
    args: [1, MANY],
    gives: 'value',
    case: 'S055',
    docs,
    build: (call) => (row) => {
      for (const arg of call.args) {
        const value = arg.evaluate(row);
        if (value !== null) return value;
      }
      return null;
    },
  },
  false: { args: [0, 0], gives: 'boolean', case: 'O020', docs, build: () => () => false },
  if: {
    args: [3, 3],
    gives: 'value',
    conditions: (index) => index === 0,
    case: 'S053',
    docs,
    build: (call) => (row) => argument(call, argument(call, 0)(row) === true ? 1 : 2)(row),
  },
  in: {
    args: [2, MANY],
    gives: 'boolean',
    case: 'O021',
    docs,
    build: (call) =>
      membership(
        argument(call, 0),
        call.args.slice(1).map((arg) => arg.evaluate),
        call,
      ),
  },
  like: {
    args: [2, 2],
    gives: 'boolean',
    case: 'S066',
    docs,
    open: 'no escape for `%` and `_` is documented',
    build: (call) => likeTest(argument(call, 0), argument(call, 1), call),
  },
  match: {
    args: [2, 2],
    gives: 'boolean',
    case: 'S070',
    docs,
    build: (call) => {
      const pattern = patternOf(call, 1);
      return (row) => {
        const matcher = pattern(row);
        return matcher ? testAtoms(argument(call, 0)(row), call.context, (atom) => matcher.test(textOf(atom))) : null;
      };
    },
  },
  null: { args: [0, 0], gives: 'value', case: 'O022', docs, build: () => () => null },
  nullif: {
    args: [2, 2],
    gives: 'value',
    case: 'S057',
    docs,
    build: (call) => (row) => {
      const value = argument(call, 0)(row);
      return equal(value, argument(call, 1)(row), call) === true ? null : value;
    },
  },
  searchmatch: { args: [1, 1], gives: 'boolean', case: 'O023', docs, build: searchTest },
  true: { args: [0, 0], gives: 'boolean', case: 'S051', docs, build: () => () => true },
  validate: { args: [2, MANY], gives: 'value', conditions: even, case: 'O024', docs, build: firstPair(false) },
};
