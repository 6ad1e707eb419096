import { didYouMean } from '../../base/did-you-mean.ts';
import { get, type LocatedMap } from '../../formats/located.ts';
import { CORRELATION_TYPES, type CorrelationType } from '../../ir/query.ts';
import { isTemporal, namesIn, type ReadCondition, readCorrelationCondition } from './correlation-condition.ts';
import type { Scope } from './scope.ts';
import { asMap, asWord, asWords, filledValue, neededValue, unknownKeys, type Word, wrongType } from './section.ts';

/** A correlation before its rules are looked up. */
export interface CorrelationSection {
  readonly type: CorrelationType;
  readonly rules: readonly Word[];
  readonly groupBy: readonly Word[];
  /** Nanoseconds. */
  readonly timespan: bigint;
  /** Missing: every rule must have a hit. */
  readonly condition?: ReadCondition;
  readonly aliases: readonly Alias[];
  readonly generate: boolean;
}

/** A name of the group that stands for a field of each rule. */
interface Alias {
  readonly name: string;
  readonly fields: readonly { readonly rule: Word; readonly field: Word }[];
}

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  s: SECOND,
  m: 60n * SECOND,
  h: 3_600n * SECOND,
  d: 86_400n * SECOND,
  w: 604_800n * SECOND,
};

function typeOf(section: LocatedMap, scope: Scope): CorrelationType | undefined {
  const node = neededValue(section, 'type', scope);
  const word = node && asWord(node, 'type', scope);
  if (!word) return undefined;
  const type = CORRELATION_TYPES.find((one) => one === word.text);
  const expected = 'a type of correlation';
  const near = didYouMean(word.text, CORRELATION_TYPES);
  if (!type) scope.report('sigma/bad-value', { key: 'type', value: word.text, expected, near }, word.span);
  return type;
}

/** One whole number and one unit. Months and years have no length of their own. */
function timespanOf(section: LocatedMap, scope: Scope): bigint | undefined {
  const node = neededValue(section, 'timespan', scope);
  const word = node && asWord(node, 'timespan', scope);
  if (!word) return undefined;
  const [, count = '0', unit = ''] = /^(\d{1,9})([smhdw])$/.exec(word.text) ?? [];
  const span = BigInt(count) * (UNITS[unit] ?? 0n);
  if (span === 0n) scope.report('sigma/timespan', { text: word.text }, word.span);
  return span === 0n ? undefined : span;
}

function aliasOf(name: string, map: LocatedMap, scope: Scope): Alias {
  const fields = map.entries.flatMap(({ key, keySpan, value }) => {
    const field = asWord(value, key, scope);
    return field ? [{ rule: { text: key, span: keySpan }, field }] : [];
  });
  return { name, fields };
}

function aliasesOf(section: LocatedMap, scope: Scope): readonly Alias[] {
  const node = filledValue(section, 'aliases');
  const map = node && asMap(node, 'aliases', scope);
  return (map?.entries ?? []).flatMap(({ key, value }) => {
    const fields = asMap(value, key, scope);
    return fields ? [aliasOf(key, fields, scope)] : [];
  });
}

/** `generate` stands beside the section by the specification, inside of it for pySigma. */
function generateOf(document: LocatedMap, section: LocatedMap, scope: Scope): boolean {
  const nodes = [filledValue(document, 'generate'), filledValue(section, 'generate')].filter(
    (node) => node !== undefined,
  );
  const values = nodes.map((node) =>
    node.kind === 'scalar' && typeof node.value === 'boolean'
      ? node.value
      : wrongType('generate', '`true` or `false`', node, scope),
  );
  return values.includes(true);
}

function rulesOf(section: LocatedMap, condition: ReadCondition | undefined, scope: Scope): readonly Word[] | undefined {
  const written = filledValue(section, 'rules');
  if (!written && condition?.kind === 'names') return namesIn(condition.ast);
  const node = written ?? neededValue(section, 'rules', scope);
  const words = node && asWords(node, 'rules', scope);
  if (words?.length === 0 && node) return wrongType('rules', 'a list with a rule in it', node, scope);
  return words;
}

const KEYS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];

function conditionOf(section: LocatedMap, type: CorrelationType, scope: Scope): ReadCondition | undefined {
  const node = isTemporal(type) ? filledValue(section, 'condition') : neededValue(section, 'condition', scope);
  return node && readCorrelationCondition(node, type, scope);
}

/** Reads the section `correlation` (specification 2.1, "Correlation section"). Nothing where something in it is wrong. */
export function readCorrelationSection(document: LocatedMap, scope: Scope): CorrelationSection | undefined {
  const node = get(document, 'correlation');
  const section = node && asMap(node, 'correlation', scope);
  if (!section) return undefined;
  unknownKeys(section, KEYS, scope);
  const type = typeOf(section, scope);
  const condition = type && conditionOf(section, type, scope);
  const rules = rulesOf(section, condition, scope);
  const group = filledValue(section, 'group-by');
  const groupBy = group ? asWords(group, 'group-by', scope) : [];
  const timespan = timespanOf(section, scope);
  const aliases = aliasesOf(section, scope);
  const generate = generateOf(document, section, scope);
  if (!type || !rules || !groupBy || timespan === undefined || scope.hasErrors) return undefined;
  return { type, rules, groupBy, timespan, aliases, generate, ...(condition && { condition }) };
}
