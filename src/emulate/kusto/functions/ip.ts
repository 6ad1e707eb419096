import { type Address, addressWidth, networkBits, parseAddress } from '../../../base/ip.ts';
import { dynamicText } from '../dynamic.ts';
import { type Dynamic, isArray, type Value } from '../types.ts';
import { type CallContext, type FunctionRow, type ScalarFunction, scalar } from './row.ts';

/** An address and how many of its bits count. */
interface Block {
  readonly address: Address;
  readonly prefix: number;
}

const MAPPED = 0xffffn << 32n;
/** IPv4 as an IPv6 address, `::ffff:a.b.c.d` (query/ipv6-compare-function). */
const mapped = ({ address, prefix }: Block): Block =>
  address.family === 6
    ? { address, prefix }
    : { address: { family: 6, bits: MAPPED | address.bits }, prefix: prefix + 96 };

function parseBlock(text: string): Block | undefined {
  const found = /^([^/]+)(?:\/([0-9]{1,3}))?$/.exec(text.trim());
  const address = parseAddress(found?.[1] ?? '');
  if (address === undefined) return undefined;
  const width = addressWidth(address.family);
  const prefix = Number(found?.[2] ?? width);
  return prefix <= width ? { address, prefix } : undefined;
}

const v4 = (text: string): Block | undefined => {
  const block = parseBlock(text);
  return block?.address.family === 4 ? block : undefined;
};
const v6 = (text: string): Block | undefined => {
  const block = parseBlock(text);
  return block && mapped(block);
};

/** What the range functions read as IPv6: IPv4 text too, if the reading is that they do. */
const v6Range = (text: string, { session }: CallContext): Block | undefined => {
  const block = parseBlock(text);
  const other = block?.address.family === 4;
  return other && session.reading('ipv6TakesIpv4') === 'false' ? undefined : block && mapped(block);
};

/** -1, 0 or 1 by the bits that count on both sides. */
function compareBlocks(a: Block, b: Block, most: number): bigint {
  const prefix = Math.min(a.prefix, b.prefix, most);
  const [left, right] = [networkBits(a.address, prefix), networkBits(b.address, prefix)];
  return left < right ? -1n : left > right ? 1n : 0n;
}

type Read = (text: string, call: CallContext) => Block | undefined;

function compared(a: string, b: string, prefix: bigint | undefined, read: Read, call: CallContext): bigint | null {
  const [left, right] = [read(a, call), read(b, call)];
  if (left === undefined || right === undefined) return null;
  return compareBlocks(left, right, Number(prefix ?? 128n));
}

function within(address: string, range: string, read: Read, call: CallContext): boolean | null {
  const [one, block] = [read(address, call), read(range, call)];
  if (one === undefined || block === undefined) return null;
  return compareBlocks(one, block, block.prefix) === 0n;
}

/** Ranges come one by one, or as one array. */
function listed(values: readonly Value[]): readonly Dynamic[] {
  const [first] = values;
  return values.length === 1 && first !== undefined && isArray(first) ? first : values;
}

function withinAny(address: string, ranges: readonly Value[], read: Read, call: CallContext): Value {
  const results = listed(ranges).map((range) => within(address, dynamicText(range), read, call));
  call.session.spend(results.length);
  if (results.includes(true)) return true;
  return results.includes(null) ? null : false;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(v4);
const isPrivate = (text: string): Value => {
  const block = v4(text);
  if (block === undefined) return null;
  return PRIVATE.some((range) => range !== undefined && compareBlocks(block, range, range.prefix) === 0n);
};

/** IPv4 addresses that stand in a text, bounded by other than letters and digits. */
function* addressesIn(text: string): Generator<string> {
  for (const match of text.matchAll(/(?<![\p{L}\p{Nd}])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![\p{L}\p{Nd}]))/gu)) {
    if (match[1] !== undefined && v4(match[1]) !== undefined) yield match[1];
  }
}

/** A whole address, or its beginning up to a dot. */
const isPrefix = (text: string): boolean => /^(?:[0-9]{1,3}\.){1,3}$/.test(text) || isAddress(text);
const isAddress = (text: string): boolean => /^[0-9.]+$/.test(text) && v4(text) !== undefined;

type Wanted = (found: string, wanted: string) => boolean;
const exactly: Wanted = (found, wanted) => isAddress(wanted) && found === wanted;
const beginning: Wanted = (found, wanted) =>
  isPrefix(wanted) && (wanted.endsWith('.') ? found.startsWith(wanted) : found === wanted);

function hasAny(text: string, wanted: readonly Value[], test: Wanted, call: CallContext): Value {
  const all = listed(wanted).map(dynamicText);
  call.session.spend(all.length);
  for (const found of addressesIn(text)) if (all.some((each) => test(found, each))) return true;
  return false;
}

const docsOf = (name: string): string => `${name.replaceAll('_', '-')}-function`;

const comparing = (name: string, id: string, read: Read, result: 'compare' | 'match'): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: docsOf(name),
    parameters: ['text', 'text', 'integer?'],
    returns: result === 'compare' ? 'long' : 'bool',
    evaluate: ([a, b, prefix], call) => {
      const sign = compared(a, b, prefix, read, call);
      return result === 'compare' || sign === null ? sign : sign === 0n;
    },
  });

const OPEN_V6 = 'whether IPv4 text is read';
const ranging = (name: string, id: string, read: Read, open?: string): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: docsOf(name),
    ...(open !== undefined && { open }),
    parameters: ['text', 'text'],
    returns: 'bool',
    evaluate: ([address, range], call) => within(address, range, read, call),
  });

const rangingAny = (name: string, id: string, read: Read, open?: string): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: docsOf(name),
    ...(open !== undefined && { open }),
    parameters: ['text', 'text-or-array'],
    rest: 'text',
    returns: 'bool',
    evaluate: ([address, ...ranges], call) => withinAny(address, ranges, read, call),
  });

const searching = (name: string, id: string, test: Wanted): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: docsOf(name),
    parameters: ['text', 'text'],
    returns: 'bool',
    evaluate: ([text, wanted], call) => hasAny(text, [wanted], test, call),
  });

const searchingAny = (name: string, id: string, test: Wanted): ScalarFunction =>
  scalar({
    name,
    case: id,
    docs: docsOf(name),
    parameters: ['text', 'text-or-array'],
    rest: 'text',
    returns: 'bool',
    evaluate: ([text, ...wanted], call) => hasAny(text, wanted, test, call),
  });

export const ipFunctions: readonly FunctionRow[] = [
  comparing('ipv4_compare', 'KE-ipv4_compare', v4, 'compare'),
  comparing('ipv4_is_match', 'KE-ipv4_is_match', v4, 'match'),
  comparing('ipv6_compare', 'K212', v6, 'compare'),
  comparing('ipv6_is_match', 'KE-ipv6_is_match', v6, 'match'),
  ranging('ipv4_is_in_range', 'KE-ipv4_is_in_range', v4),
  ranging('ipv6_is_in_range', 'K204', v6Range, OPEN_V6),
  rangingAny('ipv4_is_in_any_range', 'K201', v4),
  rangingAny('ipv6_is_in_any_range', 'K208', v6Range, OPEN_V6),
  scalar({
    name: 'ipv4_is_private',
    case: 'KE-ipv4_is_private',
    docs: 'ipv4-is-private-function',
    parameters: ['text'],
    returns: 'bool',
    evaluate: ([text]) => isPrivate(text),
  }),
  searching('has_ipv4', 'K209', exactly),
  searchingAny('has_any_ipv4', 'KE-has_any_ipv4', exactly),
  searching('has_ipv4_prefix', 'KE-has_ipv4_prefix', beginning),
  searchingAny('has_any_ipv4_prefix', 'KE-has_any_ipv4_prefix', beginning),
];
