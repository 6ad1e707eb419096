import { onSigmaCondition, type SigmaCondition } from '../../../grammars/sigma/ast.ts';
import { parseSigmaCondition } from '../../../grammars/sigma/parse.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import { diagnostic } from '../../diagnostics/diagnostic.ts';
import { asSlice, entryOf, get, type Located, type LocatedMap } from '../../formats/located.ts';
import { field, takeBoolean, takeText } from '../../formats/take.ts';
import type { Cond } from '../../ir/cond.ts';
import { knownMap, needed, takeWord } from '../files/keys.ts';
import { FIELD_CONDITIONS, ITEM_CONDITIONS, RULE_CONDITIONS, type Tests } from './condition-kinds.ts';
import type { Scope, Source } from './pipeline.ts';
import type { Work } from './work.ts';

type Test<A extends unknown[]> = (work: Work, ...about: A) => boolean;

/** One condition: a map with `type` and the keys of its kind. */
function condition<A extends unknown[]>(node: Located, kinds: Tests<A>, source: Source): Test<A> | undefined {
  const type = node.kind === 'map' ? needed(node, 'type', 'a condition', takeText, source.found) : undefined;
  const kind = type === undefined || !Object.hasOwn(kinds, type) ? undefined : kinds[type];
  if (type !== undefined && !kind) {
    const known = Object.keys(kinds);
    const span = get(node, 'type')?.span ?? node.span;
    source.found.push(
      diagnostic('mapping/bad-word', { key: 'type', word: type, near: didYouMean(type, known), known }, span),
    );
  }
  const map = knownMap(node, 'a condition', kind ? ['type', ...kind.keys] : anyKeys(node), source.found);
  return map && kind?.read({ map, found: source.found });
}
const anyKeys = (node: Located): readonly string[] => (node.kind === 'map' ? node.entries.map(({ key }) => key) : []);

/** What stands under `rule_conditions` and its like: a list that an operator joins, or names that an expression joins. */
function linked<A extends unknown[]>(source: Source, prefix: string, kinds: Tests<A>): Test<A> {
  const { map, found } = source;
  const node = get(map, `${prefix}_conditions`);
  const operator = field(map, `${prefix}_cond_op`, takeWord(['and', 'or'] as const), found, 'bad') ?? 'and';
  const negated = field(map, `${prefix}_cond_not`, takeBoolean, found, 'bad') ?? false;
  if (!node) return () => true;
  const test =
    node.kind === 'map' && !entryOf(node, 'type')
      ? named(node, kinds, source, prefix)
      : listed(node, kinds, source, operator);
  return negated ? (...about) => !test(...about) : test;
}

function listed<A extends unknown[]>(node: Located, kinds: Tests<A>, source: Source, operator: 'and' | 'or'): Test<A> {
  const nodes = node.kind === 'list' ? node.items : [node];
  const tests = nodes.flatMap((one) => condition(one, kinds, source) ?? []);
  return operator === 'and'
    ? (...about) => tests.every((test) => test(...about))
    : (...about) => tests.some((test) => test(...about));
}

function named<A extends unknown[]>(node: LocatedMap, kinds: Tests<A>, source: Source, prefix: string): Test<A> {
  const tests = new Map(
    node.entries.flatMap(({ key, value }) => {
      const test = condition(value, kinds, source);
      return test ? [[key, test] as const] : [];
    }),
  );
  const expression = get(source.map, `${prefix}_cond_expr`);
  if (!expression) return (...about) => [...tests.values()].every((test) => test(...about));
  const slice = asSlice(expression);
  const { ast, diagnostics } = slice ? parseSigmaCondition(slice) : { ast: undefined, diagnostics: [] };
  source.found.push(...diagnostics);
  if (!slice) takeText(expression, `${prefix}_cond_expr`, 'bad', source.found);
  return ast ? ofExpression(ast, tests, source) : () => false;
}

function ofExpression<A extends unknown[]>(
  node: SigmaCondition,
  tests: ReadonlyMap<string, Test<A>>,
  source: Source,
): Test<A> {
  const inner = (one: SigmaCondition): Test<A> => ofExpression(one, tests, source);
  const unknown = (name: string): Test<A> => {
    const known = [...tests.keys()];
    source.found.push(
      diagnostic(
        'mapping/bad-word',
        { key: 'expression', word: name, near: didYouMean(name, known), known },
        node.span,
      ),
    );
    return () => false;
  };
  return onSigmaCondition<Test<A>>(node, {
    name: ({ name }) => tests.get(name) ?? unknown(name),
    of: ({ pattern }) => unknown(pattern ?? 'them'),
    not: (one) => {
      const test = inner(one.inner);
      return (...about) => !test(...about);
    },
    and: ({ parts }) => {
      const all = parts.map(inner);
      return (...about) => all.every((test) => test(...about));
    },
    or: ({ parts }) => {
      const all = parts.map(inner);
      return (...about) => all.some((test) => test(...about));
    },
  });
}

const PREFIXES = ['rule', 'detection_item', 'field_name'];

/** The keys of an item that say what it is for. */
export const SCOPE_KEYS: readonly string[] = [
  'id',
  ...PREFIXES.flatMap((one) => [`${one}_conditions`, `${one}_cond_op`, `${one}_cond_not`, `${one}_cond_expr`]),
];

/** What an item of a pipeline is for. */
export function readScope(source: Source): Scope {
  const id = field(source.map, 'id', takeText, source.found, 'bad');
  const forItem: Test<[Cond]> = linked(source, 'detection_item', ITEM_CONDITIONS);
  const forField: Test<[string]> = linked(source, 'field_name', FIELD_CONDITIONS);
  return { ...(id !== undefined && { id }), forRule: linked(source, 'rule', RULE_CONDITIONS), forItem, forField };
}
