import { entryOf, type Plain } from '../../formats/located.ts';
import { compact, field, takeBoolean, takeText } from '../../formats/take.ts';
import type { Cond } from '../../ir/cond.ts';
import type { LogSource, Rule } from '../../ir/rule.ts';
import { filtersOf } from '../../ir/walk.ts';
import { covers } from '../choose-table.ts';
import { needed, takeOneOrMore, takeWord } from '../files/keys.ts';
import { takePlain } from '../files/read-row.ts';
import type { Plain as PlainConstant } from '../rows.ts';
import { fieldOfItem, type ItemValue, isNullItem, itemsOf, patternText, valuesOf } from './items.ts';
import { matchesStart, takePattern } from './patterns.ts';
import type { Source } from './pipeline.ts';
import type { Work } from './work.ts';

/** The kinds of conditions about something, by their names in a pipeline. */
export type Tests<A extends unknown[]> = Readonly<
  Record<
    string,
    {
      readonly keys: readonly string[];
      readonly read: (source: Source) => ((work: Work, ...about: A) => boolean) | undefined;
    }
  >
>;

const allItems = (rule: Rule): readonly Cond[] =>
  filtersOf(rule.query).flatMap(({ filter }) => itemsOf(filter.condition));

const plainValue = (value: ItemValue): PlainConstant | undefined => {
  if (value.kind === 'text') return patternText(value.pattern);
  const { constant } = value;
  if (constant.type === 'integer' || constant.type === 'real') return Number(constant.value);
  return constant.type === 'boolean' ? constant.value : undefined;
};

/** Sigma compares texts without regard to case, and a number equals its text. */
const isSame = (value: ItemValue, wanted: PlainConstant): boolean =>
  String(plainValue(value)).toLowerCase() === String(wanted).toLowerCase();

const state = {
  keys: ['key', 'val'],
  read: ({ map, found }: Source) => {
    const key = needed(map, 'key', 'a condition', takeText, found);
    const wanted = needed(map, 'val', 'a condition', takePlain, found);
    return (work: Work) => key !== undefined && work.state.get(key) === String(wanted);
  },
};

const appliedId = ({ map, found }: Source): string =>
  needed(map, 'processing_item_id', 'a condition', takeText, found) ?? '';

const ORDER = {
  level: ['informational', 'low', 'medium', 'high', 'critical'],
  status: ['unsupported', 'deprecated', 'experimental', 'test', 'stable'],
} as const;
const OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'not_in'] as const;

/** What a rule says about itself under the names of Sigma. */
function attributeOf({ metadata, logSource }: Rule, name: string): Plain | undefined {
  const known: Readonly<Record<string, unknown>> = {
    title: metadata.name,
    id: metadata.ruleId,
    description: metadata.description,
    author: metadata.author?.join(', '),
    license: metadata.license,
    level: metadata.severity,
    status: metadata.status,
    date: metadata.creationDate,
    modified: metadata.updatedDate,
    references: metadata.references,
    tags: metadata.tags,
    fields: metadata.sigma?.fields,
    falsepositives: metadata.falsePositives,
    name: metadata.sigma?.name,
    ...logSource,
    ...metadata.sigma?.custom,
  };
  return Object.hasOwn(known, name) ? (known[name] as Plain | undefined) : undefined;
}

function ranked(name: string, value: string | number): number | string {
  const order: readonly string[] | undefined =
    name === 'level' ? ORDER.level : name === 'status' ? ORDER.status : undefined;
  const rank = order?.indexOf(String(value).toLowerCase());
  return rank === undefined || rank < 0 ? value : rank;
}

function compares(
  name: string,
  value: Plain | undefined,
  op: (typeof OPERATORS)[number],
  wanted: string | number,
): boolean {
  if (Array.isArray(value)) {
    const has = value.includes(wanted);
    return op === 'in' ? has : op === 'not_in' ? !has : op === 'ne';
  }
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const [a, b] = [ranked(name, value), ranked(name, wanted)];
  if (op === 'eq' || op === 'in') return a === b;
  if (op === 'ne' || op === 'not_in') return a !== b;
  if (typeof a !== typeof b) return false;
  return { gt: a > b, gte: a >= b, lt: a < b, lte: a <= b }[op];
}

export const RULE_CONDITIONS: Tests<[]> = {
  logsource: {
    keys: ['category', 'product', 'service'],
    read: ({ map, found }) => {
      const wanted = compact<LogSource>({
        category: field(map, 'category', takeText, found, 'bad'),
        product: field(map, 'product', takeText, found, 'bad'),
        service: field(map, 'service', takeText, found, 'bad'),
      });
      return ({ rule }) => covers(wanted, rule.logSource ?? {});
    },
  },
  contains_detection_item: {
    keys: ['field', 'value'],
    read: ({ map, found }) => {
      const name = needed(map, 'field', 'a condition', takeText, found);
      const value = needed(map, 'value', 'a condition', takePlain, found);
      return ({ rule }) =>
        allItems(rule).some(
          (item) =>
            fieldOfItem(item)?.name === name && valuesOf(item).some((one) => value !== undefined && isSame(one, value)),
        );
    },
  },
  contains_field: {
    keys: ['field'],
    read: ({ map, found }) => {
      const name = needed(map, 'field', 'a condition', takeText, found);
      return ({ rule }) => allItems(rule).some((item) => fieldOfItem(item)?.name === name);
    },
  },
  processing_item_applied: {
    keys: ['processing_item_id'],
    read: (source) => {
      const id = appliedId(source);
      return (work) => work.wasApplied(id);
    },
  },
  processing_state: state,
  is_sigma_rule: { keys: [], read: () => (work) => work.rule.query.kind !== 'correlation' },
  is_sigma_correlation_rule: { keys: [], read: () => (work) => work.rule.query.kind === 'correlation' },
  rule_attribute: {
    keys: ['attribute', 'value', 'op'],
    read: ({ map, found }) => {
      const name = needed(map, 'attribute', 'a condition', takeText, found) ?? '';
      const value = needed(map, 'value', 'a condition', takePlain, found);
      const op = field(map, 'op', takeWord(OPERATORS), found, 'bad') ?? 'eq';
      const wanted = typeof value === 'boolean' ? String(value) : value;
      return ({ rule }) => wanted !== undefined && compares(name, attributeOf(rule, name), op, wanted);
    },
  },
  tag: {
    keys: ['tag'],
    read: ({ map, found }) => {
      const tag = needed(map, 'tag', 'a condition', takeText, found);
      return ({ rule }) => tag !== undefined && (rule.metadata.tags ?? []).includes(tag);
    },
  },
};

/** A condition about the values of an item: of any of them, or of all. */
const aboutValues = (
  keys: readonly string[],
  read: (source: Source) => ((value: ItemValue) => boolean) | undefined,
): Tests<[Cond]>[string] => ({
  keys: ['cond', ...keys],
  read: (source) => {
    const cond = needed(source.map, 'cond', 'a condition', takeWord(['any', 'all'] as const), source.found);
    const test = read(source);
    if (!test) return undefined;
    return (_, item) => {
      const values = valuesOf(item);
      return cond === 'all' ? values.length > 0 && values.every(test) : values.some(test);
    };
  },
});

export const ITEM_CONDITIONS: Tests<[Cond]> = {
  match_string: aboutValues(['pattern', 'negate'], (source) => {
    const pattern = takePattern(source, 'pattern', 'a condition');
    const negate = field(source.map, 'negate', takeBoolean, source.found, 'bad') ?? false;
    if (!pattern) return undefined;
    return (value) => (value.kind === 'text' && matchesStart(pattern, patternText(value.pattern))) !== negate;
  }),
  match_value: aboutValues(['value'], ({ map, found }) => {
    const wanted = needed(map, 'value', 'a condition', takePlain, found);
    return (value) => wanted !== undefined && isSame(value, wanted);
  }),
  contains_wildcard: aboutValues(
    [],
    () => (value) => value.kind === 'text' && value.pattern.some(({ kind }) => kind !== 'lit'),
  ),
  is_null: { keys: ['cond'], read: () => (_, item) => isNullItem(item) },
  processing_item_applied: {
    keys: ['processing_item_id'],
    read: (source) => {
      const id = appliedId(source);
      return (work, item) => work.wasAppliedToItem(id, item);
    },
  },
  processing_state: state,
};

/** Names as they stand, or regular expressions under `mode: re`. */
function nameTest(source: Source): ((name: string) => boolean) | undefined {
  const { map, found } = source;
  const mode = field(map, 'mode', takeWord(['plain', 're'] as const), found, 'bad') ?? 'plain';
  const names = needed(map, 'fields', 'a condition', takeOneOrMore(takeText), found) ?? [];
  if (mode === 'plain') return (name) => names.includes(name);
  const node = entryOf(map, 'fields')?.value;
  const nodes = node?.kind === 'list' ? node.items : node ? [node] : [];
  const patterns = nodes.flatMap((one) => {
    const entry = { key: 'pattern', keySpan: one.span, value: one };
    return (
      takePattern({ map: { kind: 'map', entries: [entry], span: one.span }, found }, 'pattern', 'a condition') ?? []
    );
  });
  return (name) => patterns.some((pattern) => matchesStart(pattern, name));
}

export const FIELD_CONDITIONS: Tests<[string]> = {
  include_fields: {
    keys: ['fields', 'mode'],
    read: (source) => {
      const test = nameTest(source);
      return test && ((_, name) => test(name));
    },
  },
  exclude_fields: {
    keys: ['fields', 'mode'],
    read: (source) => {
      const test = nameTest(source);
      return test && ((_, name) => !test(name));
    },
  },
  processing_item_applied: {
    keys: ['processing_item_id'],
    read: (source) => {
      const id = appliedId(source);
      return (work, name) => work.wasAppliedToField(id, name);
    },
  },
  processing_state: state,
};
