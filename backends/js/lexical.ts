import type { Scalar } from '../../src/functions/function.ts';
import { enclosed, type Frag, q, raw } from '../../src/target/frag.ts';

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return SHORT[char] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`);
}

/**
 * A string literal. Escapes what could end it, what could end a script element around it (`</script`, `<!--`), what nobody would see
 * (controls, format characters, separators), and half surrogate pairs, which no file can hold.
 */
export function string(text: string): Frag {
  if (/^[ !-&(-;=-[\]-~]*$/.test(text)) return raw(`'${text}'`);
  return raw(`'${text.replace(/['\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|<(?=[/!]|script)/giu, escaped)}'`);
}

/** A line of comment: what could end it, or a script element around it, is left out. */
export function comment(text: string): Frag {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').replace(/<(?=[/!]|script)/gi, '< ');
  return raw(`// ${plain}`.trimEnd());
}

const negative = (text: string): Frag => raw(text, text.startsWith('-') ? 1 : 0);

/** A constant in the form that the helpers compute with: whole numbers are bigint. */
export function constant(value: Scalar | undefined): Frag {
  if (typeof value === 'string') return string(value);
  if (typeof value === 'bigint') return negative(`${value}n`);
  if (typeof value === 'number') return Object.is(value, -0) ? negative('-0') : negative(String(value));
  if (typeof value !== 'object' || value === null) return raw(String(value));
  return value.kind === 'version'
    ? q(0)`{ kind: 'version', text: ${string(value.text)} }`
    : q(0)`{ kind: 'instant', nanos: ${constant(value.nanos)} }`;
}

/** `[a, b]`, over several lines where it is long. */
export const array = (items: readonly Frag[]): Frag => enclosed('[', items, ']');

/** The words of a field's name that can stand in an identifier. */
const words = (name: string): readonly string[] => name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])/g) ?? ['field'];

/** `process.command_line` as `processCommandLine`, with a word in front if wanted. */
export function camelCase(name: string, lead = ''): string {
  const joined = words(name)
    .slice(-8)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('')
    .slice(0, 60);
  const camel = lead === '' ? joined.charAt(0).toLowerCase() + joined.slice(1) : lead + joined;
  return /^[0-9]/.test(camel) ? `_${camel}` : camel;
}

/** `process.command_line` as `PROCESS_COMMAND_LINE`. */
export function constantCase(name: string): string {
  const upper = words(name).slice(-8).join('_').toUpperCase().slice(0, 60);
  return /^[0-9]/.test(upper) ? `_${upper}` : upper;
}

/** Words that no variable may be called (ECMA-262, reserved words in module code), and names that mean something there. */
export const RESERVED: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for ' +
    'function if implements import in instanceof interface let new null package private protected public return static super switch ' +
    'this throw true try typeof undefined var void while with yield NaN Infinity Object Array Map Set String Number BigInt Boolean ' +
    'Date Reflect JSON Math event events rule matches select plan createMatcher options v'
  ).split(' '),
);
