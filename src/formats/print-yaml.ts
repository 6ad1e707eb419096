import type { ScalarValue } from './located.ts';
import { yamlText } from './yaml-text.ts';

/** What can be printed. A `Map` keeps the order of keys that look like numbers, which an object does not. */
export type Printable =
  | ScalarValue
  | readonly Printable[]
  | ReadonlyMap<string, Printable>
  | { readonly [key: string]: Printable };

export interface PrintOptions {
  /** Keys of the top level whose dates stand without quotes, as SigmaHQ writes them, though YAML 1.1 reads them as dates. */
  readonly dates?: readonly string[];
}

const STEP = 4;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const pad = (indent: number): string => ' '.repeat(indent);

function entriesOf(value: Exclude<Printable, ScalarValue>): readonly (readonly [string, Printable])[] | undefined {
  if (value instanceof Map) return [...value];
  return Array.isArray(value) ? undefined : Object.entries(value);
}

const isScalar = (value: Printable): value is ScalarValue => typeof value !== 'object' || value === null;

/** A number as both YAML 1.1 and 1.2 read it: a float has a point. */
function float(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}

function scalar(value: ScalarValue, indent: number): string {
  if (typeof value === 'string') return yamlText(value, indent);
  return typeof value === 'number' ? float(value) : String(value);
}

/** YAML takes no longer key before a colon (1.2.2, 7.4.2); with a question mark it may have any length. */
const LONGEST_KEY = 1024;

const mapLines = (entries: readonly (readonly [string, Printable])[], indent: number): readonly string[] =>
  entries.map(([key, value]) => {
    const name = yamlText(key, 0, 'one-line');
    const before = name.length > LONGEST_KEY ? `? ${name}\n${pad(indent)}` : name;
    return `${before}:${afterKey(value, indent)}`;
  });

/** What follows `key:`; lists and maps stand one step deeper on their own lines. */
function afterKey(value: Printable, indent: number): string {
  if (isScalar(value)) return ` ${scalar(value, indent + STEP)}`;
  const lines = linesOf(value, indent + STEP);
  return lines.length === 0 ? ` ${emptyOf(value)}` : lines.map((line) => `\n${pad(indent + STEP)}${line}`).join('');
}

const emptyOf = (value: Exclude<Printable, ScalarValue>): string => (Array.isArray(value) ? '[]' : '{}');

/** The entries of a map or the items of a list, each without the indentation before it. */
function linesOf(value: Exclude<Printable, ScalarValue>, indent: number): readonly string[] {
  const entries = entriesOf(value);
  if (entries) return mapLines(entries, indent);
  return (value as readonly Printable[]).map((item) => `- ${afterDash(item, indent + 2)}`);
}

/** What follows `- `: the first entry on the same line, the others below it. */
function afterDash(value: Printable, indent: number): string {
  if (isScalar(value)) return scalar(value, indent + 2);
  const lines = linesOf(value, indent);
  return lines.length === 0 ? emptyOf(value) : lines.join(`\n${pad(indent)}`);
}

/**
 * Prints a value as one YAML document in the layout of the SigmaHQ rules: keys in the order given, four blanks a level,
 * lists indented under their key, quotes only where a reader of YAML 1.1 (PyYAML) or 1.2 would read something else, a block for
 * text of several lines, no folding. The line end at the end is included.
 */
export function printYaml(value: Printable, { dates = [] }: PrintOptions = {}): string {
  if (isScalar(value)) return `${scalar(value, 0)}\n`;
  const entries = entriesOf(value);
  const lines = entries
    ? entries.map((entry) => (isBareDate(entry, dates) ? entry.join(': ') : mapLines([entry], 0).join('')))
    : linesOf(value, 0);
  return lines.length === 0 ? `${emptyOf(value)}\n` : `${lines.join('\n')}\n`;
}

const isBareDate = ([key, value]: readonly [string, Printable], dates: readonly string[]): boolean =>
  dates.includes(key) && typeof value === 'string' && DATE.test(value);
