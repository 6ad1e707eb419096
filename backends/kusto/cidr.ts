import { addressWidth } from '../../src/base/ip.ts';
import type { Cidr, Network } from '../../src/ir/value.ts';
import { fieldsOfValue } from '../../src/ir/walk.ts';
import type { Frag } from '../../src/target/frag.ts';
import { string } from './lexical.ts';
import { allOf, anyOf, assume, call, infix, type Scope, type Test } from './scope.ts';
import { equality } from './text-tests.ts';

const isSingle = ({ family, prefix }: Network): boolean => prefix === addressWidth(family);
const addressOf = ({ text }: Network): string => text.split('/')[0] ?? text;

/** IPv4 addresses as IPv6 ones: KQL's IPv6 functions read `10.0.0.7` as `::ffff:10.0.0.7`. */
const MAPPED = { bits: 0xffffn << 32n, prefix: 96 };

function holdsMapped({ bits, prefix }: Network): boolean {
  const shift = BigInt(128 - Math.min(prefix, MAPPED.prefix));
  return bits >> shift === MAPPED.bits >> shift;
}

interface Family {
  readonly one: string;
  readonly any: string;
}
const V4: Family = { one: 'ipv4_is_in_range', any: 'ipv4_is_in_any_range' };
const V6: Family = { one: 'ipv6_is_in_range', any: 'ipv6_is_in_any_range' };

function ranges(subject: Frag, networks: readonly Network[], { one, any }: Family): Frag {
  return call(networks.length === 1 ? one : any, subject, ...networks.map((network) => string(network.text)));
}

/** An IPv6 address has many spellings, so that it is compared as an address. */
function v6Test(subject: Frag, networks: readonly Network[]): Frag {
  const [only] = networks;
  const test =
    networks.length === 1 && only && isSingle(only)
      ? call('ipv6_is_match', subject, string(addressOf(only)))
      : ranges(subject, networks, V6);
  // Families do not mix: a network that holds mapped addresses must not see an IPv4 text.
  return networks.some(holdsMapped) ? allOf([test, infix(subject, 'contains', string(':'))]) : test;
}

/**
 * The subject is an address in one of the networks; null where a function finds it to be none of its family. A lone IPv4 address has one spelling and is compared as text.
 * https://learn.microsoft.com/kusto/query/ipv4-is-in-any-range-function
 */
export function cidrTest(scope: Scope, node: Cidr, subject: Frag): Test {
  const v4 = node.networks.filter((network) => network.family === 4);
  const v6 = node.networks.filter((network) => network.family === 6);
  const tests: Frag[] = [];
  if (v4.length > 0 && v4.every(isSingle)) tests.push(equality(scope, subject, v4.map(addressOf), 'exact'));
  else if (v4.length > 0) tests.push(ranges(subject, v4, V4));
  if (v6.length > 0) tests.push(v6Test(subject, v6));
  const functional = v4.find((network) => !isSingle(network)) ?? v6[0];
  if (functional) {
    const witness = Object.fromEntries(fieldsOfValue(node.subject).map(({ name }) => [name, functional.text]));
    assume(scope, 'cidr', 'kusto/plain-addresses', 'KQL reads a text with a prefix length as an address too', witness);
  }
  return { frag: anyOf(tests), nullable: functional !== undefined };
}
