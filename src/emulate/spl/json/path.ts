import type { Atom } from '../value.ts';
import { isArray, isObject, type Json, type JsonScalar } from './read.ts';

/** How the elements of an array are named: `a{}` as `spath` does, or `a`. */
export type ArrayNames = 'braces' | 'plain';

/** A scalar as a field holds it; booleans are text. Null is missing, or the text `null`. */
function scalarText(json: JsonScalar, nulls: 'missing' | 'text'): string | undefined {
  if (json === null) return nulls === 'text' ? 'null' : undefined;
  if (typeof json === 'boolean') return json ? 'true' : 'false';
  return typeof json === 'string' ? json : json.number;
}

interface Step {
  readonly key: string;
  /** What follows the key: `{}` is every element, `{n}` one. */
  readonly picks: readonly (number | 'all')[];
}

/** `a.b{}.c{0}`. https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/Spath */
function steps(path: string): readonly Step[] | undefined {
  const out: Step[] = [];
  for (const piece of path.split('.')) {
    const found = /^([^{}]*)((?:\{\d{0,6}\})*)$/.exec(piece);
    if (!found) return undefined;
    const picks = [...(found[2] ?? '').matchAll(/\{(\d*)\}/g)].map(([, digits]) =>
      digits === '' ? 'all' : Number(digits),
    );
    out.push({ key: found[1] ?? '', picks });
  }
  return out;
}

function child(json: Json, { key, picks }: Step): readonly Json[] {
  let found: readonly Json[] = [json];
  if (key !== '') found = isObject(json) && json.members.has(key) ? [json.members.get(key) ?? null] : [];
  for (const pick of picks) {
    found = found.flatMap((value) => (isArray(value) ? (pick === 'all' ? value : value.slice(pick, pick + 1)) : []));
  }
  return found;
}

/** The scalars at a path; nothing if the path can't be read here, or leads to objects or arrays. */
export function readPath(json: Json, path: string, nulls: 'missing' | 'text'): readonly string[] | undefined {
  const way = steps(path);
  if (!way) return undefined;
  let found: readonly Json[] = [json];
  for (const step of way) found = found.flatMap((value) => child(value, step));
  if (found.some((value) => isArray(value) || isObject(value))) return undefined;
  return found.flatMap((value) => scalarText(value as JsonScalar, nulls) ?? []);
}

/** The values below a node, with the names that lead to them. */
function below(json: Json, name: string, arrays: ArrayNames): readonly (readonly [string, Json])[] {
  if (isArray(json)) {
    const inner = arrays === 'braces' ? `${name}{}` : name;
    return json.map((element) => [inner, element] as const);
  }
  if (!isObject(json)) return [];
  return [...json.members].map(([key, member]) => [name === '' ? key : `${name}.${key}`, member] as const);
}

/** Every scalar of a JSON value with the name that field extraction gives it, in order. */
export function flatten(
  json: Json,
  arrays: ArrayNames,
  nulls: 'missing' | 'text',
): ReadonlyMap<string, readonly Atom[]> {
  const fields = new Map<string, Atom[]>();
  const visit = (name: string, value: Json): void => {
    for (const [inner, child] of below(value, name, arrays)) visit(inner, child);
    const text = isArray(value) || isObject(value) ? undefined : scalarText(value, nulls);
    if (text === undefined) return;
    const known = fields.get(name);
    if (known) known.push(text);
    else fields.set(name, [text]);
  };
  visit('', json);
  return fields;
}
