/** An address as its family and the bits of its bytes. */
export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!OCTET.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(part);
  }
  return bits;
}

/** The 16-bit groups of one side of `::`; a dotted tail is allowed where it ends the address. */
function groups(text: string, tail: boolean): readonly bigint[] | undefined {
  if (text === '') return [];
  const out: bigint[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const dotted = tail && i === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;
    if (dotted !== undefined) out.push(dotted >> 16n, dotted & 0xffffn);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return out;
}

function parseV6(text: string): bigint | undefined {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const [head = '', tail] = sides;
  const left = groups(head, tail === undefined);
  const right = tail === undefined ? [] : groups(tail, true);
  if (!left || !right) return undefined;
  const filled = 8 - left.length - right.length;
  if (tail === undefined ? filled !== 0 : filled < 1) return undefined;
  const all = [...left, ...Array.from({ length: filled }, () => 0n), ...right];
  return all.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/**
 * Reads an IPv4 address (four decimal numbers, no leading zeros) or an IPv6 address (RFC 4291, section 2.2, no zone);
 * anything else gives nothing.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const v6 = text.includes(':');
  const bits = v6 ? parseV6(text) : parseV4(text);
  return bits === undefined ? undefined : { family: v6 ? 6 : 4, bits };
}

export const addressWidth = (family: 4 | 6): number => (family === 4 ? 32 : 128);

/** The first address of a block: host bits cleared. */
export function networkBits(address: Address, prefix: number): bigint {
  const host = BigInt(addressWidth(address.family) - prefix);
  return (address.bits >> host) << host;
}

function v6Text(bits: bigint): string {
  const groupsText = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  const zeros = [...groupsText.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  )[0];
  if (!zeros) return groupsText.join(':');
  const joined = groupsText.join(':');
  const head = joined.slice(0, zeros.index);
  const tail = joined.slice(zeros.index + zeros[0].length);
  return `${head}::${tail.replace(/^:/, '')}`;
}

/** The canonical spelling of an address (RFC 5952, but for dotted tails). */
export function addressText(address: Address): string {
  if (address.family === 6) return v6Text(address.bits);
  return [24n, 16n, 8n, 0n].map((shift) => ((address.bits >> shift) & 255n).toString()).join('.');
}
