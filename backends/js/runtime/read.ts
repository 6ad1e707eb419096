import { foldAscii, foldSimple } from '../../../src/base/fold.ts';
import { epochMillis, parseIso } from '../../../src/base/instant.ts';
import { addressText, parseAddress } from '../../../src/base/ip.ts';
import { plainDecimal } from '../../../src/functions/decimal.ts';
import type { Instant, Version } from '../../../src/functions/function.ts';

/** A text; numbers in plain decimal spelling, booleans as `true` and `false`. */
export function asText(raw: unknown): string | null {
  if (typeof raw === 'string') return raw;
  return typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean' ? plainDecimal(raw) : null;
}

/** A text with A to Z folded. */
export function asAsciiText(raw: unknown): string | null {
  const text = asText(raw);
  if (text === null) return null;
  // All in ASCII, the platform's own folding does the same, and faster.
  return /\P{ASCII}/u.test(text) ? foldAscii(text) : text.toLowerCase();
}

/** A text with all letters folded. */
export function asSimpleText(raw: unknown): string | null {
  const text = asText(raw);
  return text === null ? null : foldSimple(text);
}

/** A whole number, or the text of one. */
export function asLong(raw: unknown): bigint | null {
  if (typeof raw === 'bigint') return raw;
  if (typeof raw === 'number') return Number.isInteger(raw) ? BigInt(raw) : null;
  return typeof raw === 'string' && /^-?[0-9]+$/.test(raw) ? BigInt(raw) : null;
}

/** A number, or the text of one in JSON's syntax. */
export function asDouble(raw: unknown): bigint | number | null {
  if (typeof raw === 'bigint' || typeof raw === 'number') return raw;
  const isNumber = typeof raw === 'string' && /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(raw);
  return isNumber ? Number(raw) : null;
}

/** A boolean, or the text of one. */
export function asBoolean(raw: unknown): boolean | null {
  if (typeof raw === 'boolean') return raw;
  if (raw === 'true') return true;
  return raw === 'false' ? false : null;
}

/** The text of an address. */
export function asIp(raw: unknown): string | null {
  return typeof raw === 'string' && parseAddress(raw) ? raw : null;
}

/** An address in its canonical spelling. */
export function asAddress(raw: unknown): string | null {
  const address = typeof raw === 'string' ? parseAddress(raw) : undefined;
  return address ? addressText(address) : null;
}

/** A time: ISO 8601 text (no zone: UTC), or epoch milliseconds as a whole number or its text. */
export function asDate(raw: unknown): Instant | null {
  // A whole number has a hyphen in front only.
  const millis = typeof raw === 'string' && raw[4] === '-' ? null : asLong(raw);
  if (millis !== null) return { kind: 'instant', nanos: epochMillis(millis) };
  const nanos = typeof raw === 'string' ? parseIso(raw) : undefined;
  return nanos === undefined ? null : { kind: 'instant', nanos };
}

/** A version, well-formed or not. */
export function asVersion(raw: unknown): Version | null {
  return typeof raw === 'string' ? { kind: 'version', text: raw } : null;
}

/** Any scalar, as it is. */
export function asScalar(raw: unknown): string | number | bigint | boolean | null {
  const isScalar =
    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean';
  return isScalar ? raw : null;
}
