import { addressText, addressWidth } from '../../src/base/ip.ts';
import type { Network } from '../../src/ir/value.ts';
import { type Frag, q, raw } from '../../src/target/frag.ts';
import { blocky, operand } from './common.ts';
import type { Caveat } from './dialect.ts';
import { LEVEL } from './levels.ts';

const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';

/** An IPv4 address from end to end, without anchors. */
export const IPV4 = `(?:${OCTET}[.]){3}${OCTET}`;

const H = '[0-9a-fA-F]{1,4}';

/** The alternatives of RFC 3986, section 3.2.2: `IPv6address`, with or without an IPv4 tail. */
function v6Alternatives(tail: string): string {
  const behind = [5, 4, 3, 2, 1, 0].map((n) => (n === 0 ? tail : `(?:${H}:){${n}}${tail}`));
  const before = (n: number): string => (n < 0 ? '' : n === 0 ? `(?:${H})?` : `(?:${H}(?::${H}){0,${n}})?`);
  const shortened = [...behind, H, ''].map((rest, i) => `${before(i - 1)}::${rest}`);
  return [`(?:${H}:){6}${tail}`, ...shortened].join('|');
}

/** An IPv6 address from end to end, without anchors. */
export const IPV6 = `(?:${v6Alternatives(`(?:${H}:${H}|${IPV4})`)})`;
/** The same without IPv4 tails. */
export const IPV6_PLAIN = `(?:${v6Alternatives(`${H}:${H}`)})`;

/** The first and the last address of a network. */
export function rangeOf({ family, bits, prefix }: Network): { readonly first: bigint; readonly last: bigint } {
  return { first: bits, last: bits | ((1n << BigInt(addressWidth(family) - prefix)) - 1n) };
}

export const textAt = (family: 4 | 6, bits: bigint): string => addressText({ family, bits });

/** The numbers from `low` to `high`, below 1000, as classes of their last digit: 16 to 31 is `1[6-9]`, `2[0-9]`, `3[01]`. */
function digitRuns(low: number, high: number): readonly string[] {
  const runs: string[] = [];
  for (let from = low; from <= high; ) {
    const to = Math.min(high, from - (from % 10) + 9);
    const head = from < 10 ? '' : String(Math.floor(from / 10));
    runs.push(from === to ? String(from) : `${head}[${from % 10}-${to % 10}]`);
    from = to + 1;
  }
  return runs;
}

/** How a valid IPv4 address in a network begins: texts with classes, `end` where nothing may follow. */
export function v4Beginnings({ bits, prefix }: Network): readonly { readonly text: string; readonly end: boolean }[] {
  const octets = [24n, 16n, 8n, 0n].map((shift) => Number((bits >> shift) & 255n));
  const whole = Math.floor(prefix / 8);
  const fixed = octets.slice(0, whole).map((octet, i) => (i < 3 ? `${octet}.` : String(octet)));
  if (prefix % 8 === 0) return [{ text: fixed.join(''), end: whole === 4 }];
  const low = octets[whole] ?? 0;
  const runs = digitRuns(low, low + 2 ** (8 - (prefix % 8)) - 1);
  return runs.map((run) => ({ text: `${fixed.join('')}${run}${whole < 3 ? '.' : ''}`, end: whole === 3 }));
}

/** One regular expression for the beginnings of all networks; nothing where every address is in one of them. */
export function v4BeginningRegex(networks: readonly Network[]): string | undefined {
  if (networks.some((network) => network.prefix === 0)) return undefined;
  const all = networks.flatMap(v4Beginnings).map(({ text, end }) => text.replaceAll('.', '[.]') + (end ? '$' : ''));
  return `^(?:${all.join('|')})`;
}

/** A test of the hexadecimal spelling, 32 digits, of an address. */
export function v6DigitTest(
  hex: Frag,
  network: Network,
  left: (digits: number) => Frag,
  text: (digits: string) => Frag,
): Frag {
  const { first, last } = rangeOf(network);
  const digits = Math.ceil(network.prefix / 4);
  if (digits === 0) return q(LEVEL.test)`${hex} IS NOT NULL`;
  const [low, high] = [first, last].map((bits) => text(bits.toString(16).padStart(32, '0').slice(0, digits)));
  const part = digits === 32 ? hex : left(digits);
  if (!low || !high) return raw('FALSE');
  return network.prefix % 4 === 0 ? q(LEVEL.test)`${part} = ${low}` : q(LEVEL.test)`${part} BETWEEN ${low} AND ${high}`;
}

export const ofFamily = (networks: readonly Network[], family: 4 | 6): readonly Network[] =>
  networks.filter((network) => network.family === family);

/** A guarded test: false for present text that fails the guard, null for none. */
export function guarded(text: Frag, cases: readonly { readonly guard: Frag; readonly test: Frag }[]): Frag {
  const whens = cases.map(({ guard, test }) => q(0)` WHEN ${guard} THEN ${blocky(test)}`.doc);
  return { level: 0, doc: ['CASE', ...whens, q(0)` WHEN ${operand(text)} IS NOT NULL THEN FALSE END`.doc] };
}

/** IPv6 networks where an IPv4 tail is not understood. */
export function dottedTailCaveats(networks: readonly Network[]): readonly Caveat[] {
  const [network] = ofFamily(networks, 6);
  if (!network) return [];
  const groups = Array.from({ length: 6 }, (_, i) => ((network.bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const witness = `${groups.join(':')}:${textAt(4, network.bits & 0xffffffffn)}`;
  return [{ assumption: 'cidr/no-dotted-tail', why: 'an IPv6 address with an IPv4 tail is in no network', witness }];
}
