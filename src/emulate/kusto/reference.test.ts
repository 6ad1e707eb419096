import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reference } from './reference.ts';

const read = (file: string) =>
  (
    JSON.parse(readFileSync(new URL(`../../../test/conformance/targets/${file}`, import.meta.url), 'utf8')) as {
      cases: readonly { readonly id: string; readonly query: string }[];
    }
  ).cases;
const queries = new Map(
  [...read('kusto_cases.json'), ...read('kusto_own_cases.json')].map(({ id, query }) => [id, query]),
);

/** How a thing shows in a query, where that is not its name. */
const SHOWN: Readonly<Record<string, RegExp>> = {
  'let (function)': /let \w+ = \(/,
  'union (head of a pipe)': /^union/,
  '- (sign)': /-\(/,
  '. (property)': /\)\.\w/,
  '[] (element)': /\)\[/,
  '* (any column)': /\* contains/,
  sort: /\b(?:sort|order) by/,
  '%': /%/,
};

const words = (name: string): RegExp => {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(/^\w/.test(name) ? `(?<![\\w!])${escaped}(?!\\w)` : escaped);
};

describe('reference', () => {
  it('names each thing once', () => {
    expect(new Set(reference.map(({ id }) => id)).size).toBe(reference.length);
  });

  it.each(reference.map((row) => [row.id, row] as const))('%s has a case that uses it', (_, row) => {
    expect(queries.get(row.case)).toMatch(SHOWN[row.name] ?? words(row.name));
  });

  it.each(reference.map((row) => [row.id, row] as const))('%s cites a page', (_, { docs }) => {
    expect(docs).toMatch(/^https:\/\/learn\.microsoft\.com\/en-us\/kusto\/query\/[a-z0-9/-]+$/);
  });
});
