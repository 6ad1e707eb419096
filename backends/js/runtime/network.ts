import { networkBits, parseAddress } from '../../../src/base/ip.ts';

interface Block {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
}

/** Reads a network in CIDR notation. */
export function network(text: string): Block {
  const [address = '', prefix] = text.split('/');
  const { family, bits } = parseAddress(address) ?? { family: 4, bits: 0n };
  return { family, bits, prefix: Number(prefix) };
}

/** Whether a text is an address in one of the networks. Families do not mix. */
export function inNetworks(text: string, networks: readonly Block[]): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  return networks.some(
    ({ family, bits, prefix }) => family === address.family && networkBits(address, prefix) === bits,
  );
}
