import type { EqlCall } from '../../../grammars/eql/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import type { FunctionSpec, Param } from '../../functions/function.ts';
import { functions } from '../../functions/index.ts';
import { at, NULL } from '../../ir/build.ts';
import type { Call, Cidr, Value } from '../../ir/value.ts';
import { parseNetwork } from '../networks.ts';
import type { Scope } from './scope.ts';
import { isNumeric, isOpen, typeName, typeOf, type ValueType } from './types.ts';

const named = Object.values(functions).filter((spec) => spec.eqlName !== undefined);
const specs = new Map<string, FunctionSpec>(named.map((spec) => [(spec.eqlName ?? '').toLowerCase(), spec]));
const CIDR_MATCH = 'cidrMatch';
const names = (): string[] => [...named.map((spec) => spec.eqlName ?? ''), CIDR_MATCH];

const ACCEPTS: {
  readonly [T in Param['type']]: { readonly test: (type: ValueType) => boolean; readonly words: string };
} = {
  text: { test: (type) => type === 'text', words: 'text' },
  integer: { test: isNumeric, words: 'a whole number' },
  number: { test: isNumeric, words: 'a number' },
  boolean: { test: (type) => type === 'boolean', words: '`true` or `false`' },
  any: { test: () => true, words: 'a value' },
};

function checkCount(scope: Scope, node: EqlCall, least: number, most: number, words: string): boolean {
  const fits = node.args.length >= least && node.args.length <= most;
  if (!fits)
    scope.report('eql/argument-count', { name: node.name, expected: words, found: node.args.length }, node.nameSpan);
  return fits;
}

function countWords(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return `${least} or more`;
  return least === most ? String(least) : `${least} to ${most}`;
}

function checkArguments(scope: Scope, node: EqlCall, spec: FunctionSpec, args: readonly Value[]): boolean {
  return args.every((arg, i) => {
    const param = spec.params[Math.min(i, spec.params.length - 1)];
    if (!param) return true;
    const type = typeOf(arg);
    const { test, words } = ACCEPTS[param.type];
    if (!isOpen(type) && !test(type)) {
      scope.report(
        'eql/argument-type',
        { name: node.name, position: i + 1, expected: words, found: typeName(type) },
        node.span,
      );
      return false;
    }
    if (param.constant && arg.kind !== 'literal') {
      scope.report('eql/argument-not-constant', { name: node.name, position: i + 1 }, node.span);
      return false;
    }
    return true;
  });
}

function lowerCidr(scope: Scope, node: EqlCall, args: readonly Value[]): Value {
  const [subject, ...blocks] = args;
  if (!subject || !checkCount(scope, node, 2, Number.POSITIVE_INFINITY, '2 or more')) return NULL;
  const type = typeOf(subject);
  const address = type === 'ip' || isOpen(type) || (subject.kind === 'literal' && type === 'text');
  if (!address) {
    scope.report(
      'eql/argument-type',
      { name: node.name, position: 1, expected: 'an address', found: typeName(type) },
      node.span,
    );
    return NULL;
  }
  // An absent network makes the call absent, as an absent address does.
  if (blocks.some((block) => block.kind === 'literal' && block.type === 'null')) return NULL;
  const networks = blocks.flatMap((block, i) => {
    if (block.kind === 'literal' && block.type === 'text') {
      const network = parseNetwork(block.value);
      if (!network) scope.report('eql/bad-network', { text: block.value }, block.origin ?? node.span);
      return network ?? [];
    }
    const found = typeName(typeOf(block));
    scope.report(
      'eql/argument-type',
      { name: node.name, position: i + 2, expected: 'a constant string', found },
      node.span,
    );
    return [];
  });
  return at<Cidr>({ kind: 'cidr', subject, networks }, node.span);
}

/** A function call; names do not care about case. Errors give the constant null, so that lowering goes on. */
export function lowerCall(scope: Scope, node: EqlCall, args: readonly Value[]): Value {
  const name = node.name.toLowerCase();
  if (name === CIDR_MATCH.toLowerCase() && !node.insensitive) return lowerCidr(scope, node, args);
  const spec = specs.get(name);
  if (!spec) {
    scope.report('eql/unknown-function', { name: node.name, near: didYouMean(node.name, names()) }, node.nameSpan);
    return NULL;
  }
  if (node.insensitive && !spec.folds) {
    scope.report('eql/no-insensitive-form', { name: node.name }, node.nameSpan);
    return NULL;
  }
  const least = spec.params.filter((param) => !param.optional).length;
  const most = spec.variadic ? Number.POSITIVE_INFINITY : spec.params.length;
  if (!checkCount(scope, node, least, most, countWords(least, most)) || !checkArguments(scope, node, spec, args))
    return NULL;
  return at<Call>({ kind: 'call', fn: spec.id, args, caseRule: node.insensitive ? 'ascii' : 'exact' }, node.span);
}
