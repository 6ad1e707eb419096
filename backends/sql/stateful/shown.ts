import { type Frag, q } from '../../../src/target/frag.ts';
import type { Place } from '../scope.ts';
import type { Names } from './names.ts';

/** PostgreSQL cuts longer names off (https://www.postgresql.org/docs/current/sql-syntax-lexical.html). */
const LONGEST = 63;

/**
 * The key columns of a result, under the name that the rule has for them: the field that all steps have there, or what a correlation calls it. A
 * name that is a column of the result already, in whatever case, can't be one twice: then it stays `key_1`.
 * @param wishes the names by position; nothing where steps have different fields
 * @param others the other columns of the result
 */
export function shownKeys(
  { dialect }: Place,
  names: Names,
  wishes: readonly (string | undefined)[],
  others: readonly Frag[],
): readonly Frag[] {
  const folded = (name: string): string => name.toLowerCase();
  const taken = others.map(({ doc }) => folded(String(doc)));
  return wishes.map((wish, i) => {
    const key = names.of(`key_${i + 1}`);
    const isTwice = wishes.some((other, at) => at !== i && other !== undefined && folded(other) === folded(wish ?? ''));
    const isFree =
      wish !== undefined &&
      !isTwice &&
      !taken.includes(folded(wish)) &&
      new TextEncoder().encode(wish).length <= LONGEST;
    return isFree && dialect.lexical.unwritableName(wish) === undefined
      ? q(0)`${key} AS ${dialect.lexical.ident(wish)}`
      : key;
  });
}

/** The field that all steps have at each position of the key. */
export function commonFields(steps: readonly { readonly keys: readonly { readonly name: string }[] }[]) {
  return (steps[0]?.keys ?? []).map(({ name }, at) =>
    steps.every(({ keys }) => keys[at]?.name === name) ? name : undefined,
  );
}
