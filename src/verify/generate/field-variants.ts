import type { Random } from '../../base/random.ts';
import type { Field, FieldType } from '../../ir/value.ts';
import { SPECIAL_TEXTS, stretched } from '../../solve/text-candidates.ts';
import type { Purpose } from './generated.ts';

/** What an event may hold where a field of this type is expected, and should not. */
const WRONG: { readonly [T in FieldType]: readonly unknown[] } = {
  text: [4625, true, { inner: 'x' }, [['nested']], 1.5],
  unknown: [4625, true, { inner: 'x' }, [['nested']], 1.5],
  long: ['x', '', '12', '0x1f', '1e3', 1.5, true, 9_007_199_254_740_993n, '007'],
  double: ['x', '', '1.5', '1e3', 'NaN', true, 1e300],
  boolean: ['true', 'FALSE', 1, 0, 'yes', ''],
  ip: ['x', '', '256.1.1.1', '10.0.0.1/8', 167_772_161, '010.0.0.1', '::FFFF:10.0.0.1'],
  date: ['x', '', 0, 1_735_689_600_000, '2025-01-01', '2025-13-01T00:00:00Z'],
  version: ['x', '', 1, '1.0', 'v1.0.0'],
};

const TEXTUAL: ReadonlySet<FieldType> = new Set<FieldType>(['text', 'unknown']);

/** Values for one field of an event by purpose; `value` is the one that it has, `other` one that fails where it passes. */
type Variants = (field: Field, value: unknown, other: unknown, random: Random) => readonly unknown[];

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Values of one field, whatever the test: absent is `undefined`. */
export const fieldVariants: Readonly<
  Record<Extract<Purpose, 'absent' | 'null' | 'several-values' | 'special-characters' | 'wrong-type'>, Variants>
> = {
  absent: () => [undefined],
  null: () => [null, [], [null]],
  'several-values': (_, value, other) => [[other, value], [value, other], [null, value], [other, other], [value]],
  'special-characters': ({ type }, value, _, random) =>
    TEXTUAL.has(type)
      ? [
          '',
          ' ',
          stretched(asText(value), random),
          ...SPECIAL_TEXTS.flatMap((text) => [text, `${asText(value)}${text}`]),
        ]
      : [],
  'wrong-type': ({ type }) => WRONG[type],
};
