import { addressText, addressWidth, networkBits, parseAddress } from '../base/ip.ts';
import type { Network } from '../ir/value.ts';

/** Reads `10.0.0.0/8`, `fe80::/10`, or a single address; host bits are cleared. */
export function parseNetwork(text: string): Network | undefined {
  const [host = '', length, ...rest] = text.split('/');
  const address = parseAddress(host);
  if (!address || rest.length > 0) return undefined;
  const width = addressWidth(address.family);
  if (length !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const prefix = length === undefined ? width : Number(length);
  if (prefix > width) return undefined;
  const bits = networkBits(address, prefix);
  return { family: address.family, bits, prefix, text: `${addressText({ family: address.family, bits })}/${prefix}` };
}
