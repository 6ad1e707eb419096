import type { Cidr, Network } from '../../src/ir/value.ts';
import { NO_NAME, noSubject } from './compare.ts';
import { canName } from './lexical.ts';
import { type Result, said, unsaid } from './result.ts';
import { test } from './tree.ts';

/** An IPv4 address has one spelling, so that of a field of addresses is asked as plain text. An IPv6 address has many. */
const isPlain = ({ family, prefix }: Network): boolean => family === 4 && prefix === 32;

export function cidrTest({ subject, networks }: Cidr): Result {
  if (subject.kind !== 'field') return noSubject(subject);
  if (!canName(subject.name)) return unsaid('field', NO_NAME);
  if (networks.length === 0) return unsaid('cidr', 'a list of no networks');
  if (subject.type !== 'ip' && subject.type !== 'text' && subject.type !== 'unknown')
    return unsaid('cidr', 'only addresses and texts lie in networks');
  const plain = subject.type === 'ip' && networks.every(isPlain);
  const values = networks.map(({ text }) => (plain ? (text.split('/')[0] ?? text) : text));
  return said(test({ field: subject.name, modifiers: plain ? [] : ['cidr'], values }));
}
