import { type Address, addressWidth, networkBits, parseAddress } from '../../base/ip.ts';

export interface Network {
  readonly start: Address;
  readonly prefix: number;
}

/** Reads `address/prefix`, or gives nothing. Host bits may be set. */
export function parseNetwork(text: string): Network | undefined {
  const [head = '', length, more] = text.split('/');
  if (length === undefined || more !== undefined || !/^\d{1,3}$/.test(length)) return undefined;
  const start = parseAddress(head);
  if (!start || Number(length) > addressWidth(start.family)) return undefined;
  return { start, prefix: Number(length) };
}

/** Whether an address lies in a network; nothing if the text is no address. */
export function inNetwork({ start, prefix }: Network, text: string): boolean | undefined {
  const address = parseAddress(text);
  if (!address) return undefined;
  return address.family === start.family && networkBits(address, prefix) === networkBits(start, prefix);
}
