import { parseAddress } from '../../src/base/ip.ts';
import type { Cidr, Field } from '../../src/ir/value.ts';
import { canName } from './lexical.ts';
import { type Result, said, unsaid } from './result.ts';
import { anyOf, test } from './tree.ts';

const NO_ADDRESS = 'the constant is no address, and Sigma would compare it as text';

const isNetwork = (text: string): boolean => {
  const [address = '', prefix = ''] = text.split('/');
  return parseAddress(address) !== undefined && /^\d{1,3}$/.test(prefix);
};

/** An IPv4 address has one spelling, so its text will do; an IPv6 address has many, and a network needs `cidr` anyway. */
export function addressTest(field: Field, texts: readonly string[], count: number): Result {
  const networks = texts.filter((text) => isNetwork(text) || parseAddress(text)?.family === 6);
  const plain = texts.filter((text) => parseAddress(text)?.family === 4);
  if (count === 0 || networks.length + plain.length !== count) return unsaid('compare', NO_ADDRESS);
  const items = [
    { field: field.name, modifiers: [], values: plain },
    { field: field.name, modifiers: ['cidr'], values: networks },
  ].filter(({ values }) => values.length > 0);
  return said(anyOf(items.map(test)));
}

export function cidrTest({ subject, networks }: Cidr): Result {
  if (subject.kind !== 'field') return unsaid('cidr', 'Sigma tests fields only, not what is computed from them');
  if (!canName(subject.name) || networks.length === 0)
    return unsaid('cidr', 'the field or its networks have no spelling');
  if (subject.type !== 'ip' && subject.type !== 'text' && subject.type !== 'unknown')
    return unsaid('cidr', 'only addresses and texts lie in networks');
  return said(test({ field: subject.name, modifiers: ['cidr'], values: networks.map(({ text }) => text) }));
}
