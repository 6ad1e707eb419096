import { field, takeBoolean, takeText } from '../../../formats/take.ts';
import { literalPattern, literalText, type Pattern, sigmaPattern, wildcardPattern } from '../../../ir/pattern.ts';
import type { Constant } from '../../../ir/value.ts';
import { needed, takeWord } from '../../files/keys.ts';
import { takePlain } from '../../files/read-row.ts';
import { constantOf } from '../../rows.ts';
import { changeItems } from '../change-items.ts';
import { equality, equalityOf, type ItemValue, patternText, withValues } from '../items.ts';
import { replaced, takePattern } from '../patterns.ts';
import type { Apply, TransformationKind } from '../pipeline.ts';
import { textsOfMap } from '../texts-of-map.ts';

const text = (pattern: Pattern): ItemValue => ({ kind: 'text', pattern });

/** Changes single values. */
const changeValues =
  (change: (value: ItemValue) => readonly ItemValue[] | undefined): Apply =>
  (work, scope) =>
    changeItems(work, scope, (item) => withValues(item, change));

const onTexts = (change: (pattern: Pattern) => readonly Pattern[] | undefined): Apply =>
  changeValues((value) => (value.kind === 'text' ? change(value.pattern)?.map(text) : undefined));

const decimal = ({ constant }: Extract<ItemValue, { kind: 'constant' }>): string | undefined =>
  constant.type === 'integer' || constant.type === 'real' ? String(constant.value) : undefined;

/** The value as text; nothing where it is neither text nor a number. */
const textForm = (value: ItemValue): string | undefined =>
  value.kind === 'text' ? patternText(value.pattern) : decimal(value);

/** Each run of plain text by itself, wildcards where they were. */
const inPlainParts = (pattern: Pattern, change: (plain: string) => string, wildcards: boolean): Pattern =>
  pattern.flatMap((part) => {
    if (part.kind !== 'lit') return [part];
    const plain = change(part.text);
    return wildcards ? wildcardPattern(plain) : literalPattern(plain);
  });

function numberOf(value: ItemValue): readonly ItemValue[] | undefined {
  const plain = value.kind === 'text' ? literalText(value.pattern) : undefined;
  if (plain === undefined || plain.trim() === '' || !Number.isFinite(Number(plain))) return undefined;
  return [{ kind: 'constant', constant: constantOf(Number(plain)) }];
}

const CASE = {
  lower: (plain: string) => plain.toLowerCase(),
  upper: (plain: string) => plain.toUpperCase(),
} as const;

export const valueTransformations: Readonly<Record<string, TransformationKind>> = {
  replace_string: {
    keys: ['regex', 'replacement', 'skip_special', 'interpret_special'],
    read: (source) => {
      const { map, found } = source;
      const pattern = takePattern(source, 'regex', 'a transformation');
      const replacement = needed(map, 'replacement', 'a transformation', takeText, found);
      const skips = field(map, 'skip_special', takeBoolean, found, 'bad') ?? false;
      const interprets = field(map, 'interpret_special', takeBoolean, found, 'bad') ?? false;
      if (!pattern || replacement === undefined) return undefined;
      const change = (plain: string): string => replaced(pattern, replacement, plain);
      return changeValues((value) => {
        const whole = textForm(value);
        if (whole === undefined) return undefined;
        if (value.kind === 'text' && skips) return [text(inPlainParts(value.pattern, change, interprets))];
        return [text(wildcardPattern(change(whole)))];
      });
    },
  },
  map_string: {
    keys: ['mapping'],
    read: (source) => {
      const mapping = textsOfMap(source, 'mapping');
      return mapping && onTexts((pattern) => mapping.get(patternText(pattern))?.map(sigmaPattern));
    },
  },
  set_value: {
    keys: ['value', 'force_type'],
    read: ({ map, found }) => {
      const value = needed(map, 'value', 'a transformation', takePlain, found);
      const type = field(map, 'force_type', takeWord(['str', 'num'] as const), found, 'bad');
      if (value === undefined) return undefined;
      const constant: Constant =
        type === 'str' ? { type: 'text', value: String(value) } : constantOf(type === 'num' ? Number(value) : value);
      const set: ItemValue =
        constant.type === 'text' ? text(sigmaPattern(constant.value)) : { kind: 'constant', constant };
      return changeValues(() => [set]);
    },
  },
  convert_type: {
    keys: ['target_type'],
    read: ({ map, found }) => {
      const type = needed(map, 'target_type', 'a transformation', takeWord(['str', 'num'] as const), found);
      if (type === undefined) return undefined;
      return changeValues((value) => {
        if (type === 'num') return numberOf(value);
        const plain = value.kind === 'constant' ? decimal(value) : undefined;
        return plain === undefined ? undefined : [text(literalPattern(plain))];
      });
    },
  },
  case: {
    keys: ['method'],
    read: ({ map, found }) => {
      const method = field(map, 'method', takeWord(['lower', 'upper'] as const), found, 'bad') ?? 'lower';
      return onTexts((pattern) => [inPlainParts(pattern, CASE[method], false)]);
    },
  },
  // A regular expression that takes any case says what the text said; one that does not says it with regard to case.
  regex: {
    keys: ['method'],
    read: ({ map, found }) => {
      const methods = ['plain', 'ignore_case_flag', 'ignore_case_brackets'] as const;
      const method = field(map, 'method', takeWord(methods), found, 'bad') ?? 'ignore_case_brackets';
      return (work, scope) =>
        changeItems(work, scope, (item) => {
          const same = equalityOf(item);
          return same && method === 'plain' ? equality({ ...same, caseRule: 'exact' }) : item;
        });
    },
  },
};
