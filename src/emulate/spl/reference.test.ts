import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reference } from './reference.ts';

const read = (name: string): readonly { readonly id: string; readonly query: string; readonly kind: string }[] =>
  JSON.parse(readFileSync(new URL(`../../../test/conformance/targets/${name}`, import.meta.url), 'utf8')).cases;

const cases = new Map([...read('spl_cases.json'), ...read('spl_own_cases.json')].map((one) => [one.id, one]));

/** How a name is seen in a query; names not listed stand in it as they are. */
const spelling: Readonly<Record<string, RegExp>> = {
  'search/and': / /,
  'search/term': /^\w+$/,
  'search/phrase': /^".* .*"$/,
  'search/cidr': /\/8/,
  'eval/negative': /^-/,
  'eval/concat': /\./,
  'eval/quoted field': /'/,
  'eval/not': /NOT/,
  'command/search': /^[^|]/,
  'command/where': /.*/,
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace('\\(\\)', '\\(');

describe('reference', () => {
  it('names every thing once', () => {
    const ids = reference.map(({ kind, id }) => `${kind} ${id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(reference.map((row) => [`${row.kind} ${row.id}`, row] as const))('%s has a case that uses it', (_id, row) => {
    const shown = cases.get(row.case);
    expect(shown).toBeDefined();
    expect(shown?.query).toMatch(spelling[row.id] ?? new RegExp(escaped(row.name), 'i'));
    expect(row.docs).toMatch(/^https:\/\/docs\.splunk\.com\//);
  });
});
