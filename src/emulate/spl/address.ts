import { type Address, addressWidth, networkBits, parseAddress } from '../../base/ip.ts';
import type { SplReadings } from './readings.ts';

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

/** A text without leading zeros of its numbers, a zone, or a prefix length. */
const plainly = (text: string): string => text.replace(/[%/].*$/s, '').replace(/(?<![\da-f])0+(?=\d)/gi, '');

/** The address that a text is; whether it may be spelled otherwise is asked only of one that is. */
function addressOf(text: string, readings: SplReadings): Address | undefined {
  const address = parseAddress(text);
  const other = address ? undefined : parseAddress(plainly(text));
  return other && readings.addressSpelling === 'any' ? other : address;
}

/** Whether an address lies in a network; nothing if the text is no address. */
export function inNetwork({ start, prefix }: Network, text: string, readings: SplReadings): boolean | undefined {
  const address = addressOf(text, readings);
  if (!address) return undefined;
  return address.family === start.family && networkBits(address, prefix) === networkBits(start, prefix);
}
