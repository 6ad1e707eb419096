import type { SigmaPart } from '../text-parts.ts';
import type { SigmaNumber, SigmaReference, SigmaText, SigmaValue } from '../value.ts';
import { type Modifier, type Use, wrongType } from './modifier.ts';

const ANY = { kind: 'any' } as const;

/** An unquoted number is taken as it is written: public rules have `contains: 00000429`. */
function written({ raw, slice, span }: SigmaNumber, use: Use): SigmaText {
  use.scope.report('sigma/number-as-text', { modifier: use.name, raw }, span);
  return { kind: 'text', parts: [{ kind: 'lit', text: raw }], caseRule: 'simple', bytes: false, slice, span };
}

interface Sides {
  readonly front: boolean;
  readonly back: boolean;
}

function widened({ kind, parts, caseRule, bytes, slice, span }: SigmaText, { front, back }: Sides): SigmaText {
  const wide: SigmaPart[] = front ? [ANY] : [];
  for (const part of parts) wide.push(part);
  if (back) wide.push(ANY);
  return { kind, parts: wide, caseRule, bytes, slice, span };
}

const sidesOf: { readonly [A in SigmaReference['affix']]: Sides } = {
  none: { front: false, back: false },
  'starts-with': { front: false, back: true },
  'ends-with': { front: true, back: false },
  'string-contains': { front: true, back: true },
};

function joined(a: Sides, b: Sides): SigmaReference['affix'] {
  const front = a.front || b.front;
  if (a.back || b.back) return front ? 'string-contains' : 'starts-with';
  return front ? 'ends-with' : 'none';
}

/** A modifier that lets any text stand before or behind the value. */
export const affix = (name: string, sides: Sides): Modifier => ({
  name,
  change: (value: SigmaValue, use: Use): SigmaValue | undefined => {
    if (value.kind === 'text') return widened(value, sides);
    if (value.kind === 'number') return widened(written(value, use), sides);
    if (value.kind === 'reference') return { ...value, affix: joined(sidesOf[value.affix], sides) };
    if (value.kind !== 'regex') return wrongType(value, use, 'text');
    // A regular expression is searched for anyway.
    use.scope.report('sigma/affix-on-regex', { modifier: use.name }, use.span);
    return value;
  },
});
