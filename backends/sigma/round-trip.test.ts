import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertRule, isUsable, type LoadedRule, loadRules, reasonOf } from '../../src/compile.ts';
import { type Printable, printYaml } from '../../src/formats/print-yaml.ts';
import { sameNode } from '../../src/ir/equal.ts';
import { printCond } from '../../src/ir/print.ts';
import type { Rule } from '../../src/ir/rule.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { runs } from '../../test/seed.ts';
import { sigma } from './index.ts';

type Usable = LoadedRule & { readonly rule: Rule };

function read(text: string): Usable {
  const { rules, diagnostics } = loadRules(new SourceText('rule.yml', text));
  const [rule] = rules;
  if (rules.length === 1 && rule && isUsable(rule)) return rule;
  const found = [...diagnostics, ...rules.flatMap((one) => one.diagnostics)].map(({ code }) => code);
  throw new Error(`${found.join()}\n${text}`);
}

const conditionOf = ({ query }: Rule): string => (query.kind === 'event' ? printCond(query.filter.condition) : '');

/** Writes a rule and reads that; the meaning first, as it says more where it differs. */
function comesBack(text: string): string {
  const { rule } = read(text);
  const conversion = convertRule(read(text), sigma);
  const output = conversion.text ?? expect.fail(reasonOf(conversion));
  const again = read(output).rule;
  expect(conditionOf(again), output).toBe(conditionOf(rule));
  expect(sameNode(again, rule), output).toBe(true);
  return output;
}

const texts = fc.constantFrom('a', 'b', '*a', 'b*', '*c*', 'a*b', 'a?b', '*', '', 'A', 'C:\\T\\*', '1', 'é', '-x');
const scalars = fc.oneof(
  { weight: 5, arbitrary: texts },
  fc.constantFrom<Printable>(1, 2n, 1.5, true, false, 0, 10n ** 20n),
);
const expressions = fc.constantFrom('a', '(a)', '(?:ab)+', '(.){2,}', '^a$', '(?i)a', '[a-c]|d', 'a.b', '\\d', '(a|b)');
const networks = fc.constantFrom('10.0.0.0/8', '10.1.0.0/16', '192.168.1.1', '::1/128', 'fe80::/10');
const values = <T extends Printable>(one: fc.Arbitrary<T>): fc.Arbitrary<Printable> =>
  fc.oneof<[fc.Arbitrary<Printable>, fc.Arbitrary<Printable>]>(one, fc.array(one, { minLength: 1, maxLength: 4 }));
const keyed = (keys: readonly string[], of: fc.Arbitrary<Printable>): fc.Arbitrary<readonly [string, Printable]> =>
  fc.tuple(fc.constantFrom(...keys), of);

const fields = ['Image', 'CommandLine', 'EventID', 'a.b'];
const under = (modifiers: readonly string[]): readonly string[] =>
  fields.flatMap((field) => modifiers.map((modifier) => `${field}${modifier}`));
const items = fc.oneof(
  keyed(under(['']), values(scalars)),
  keyed(under(['']), fc.constant(null)),
  keyed(
    under(['|contains', '|startswith', '|endswith', '|cased', '|contains|all', '|neq', '|contains|cased', '|all']),
    values(texts),
  ),
  keyed(under(['|re', '|re|i', '|re|m', '|re|s', '|re|i|s', '|re|all']), values(expressions)),
  keyed(under(['|cidr']), values(networks)),
  keyed(under(['|lt', '|gte', '|gt|neq']), fc.constantFrom<Printable>(1, 2.5, 3n)),
  keyed(under(['|exists']), fc.boolean()),
  keyed(['Image|fieldref', 'CommandLine|fieldref|startswith'], fc.constant('User')),
  keyed(under(['|hour', '|minute|gt']), fc.constantFrom<Printable>(3, 12n)),
  keyed(under(['|windash|contains', '|base64offset|contains']), fc.constantFrom('-enc', '/x')),
);
const maps = fc
  .uniqueArray(items, { minLength: 1, maxLength: 4, selector: ([key]) => key })
  .map((entries): Printable => new Map(entries));
const keywords = fc.array(fc.constantFrom('one', 'two*', 'a b', '7'), { minLength: 1, maxLength: 3 });
const identifiers = fc.oneof<fc.Arbitrary<Printable>[]>(
  maps,
  maps,
  maps,
  fc.array(maps, { minLength: 1, maxLength: 3 }),
  keywords,
  keywords.map((list): Printable => new Map([['|all', list]])),
);

const NAMES = ['sel_a', 'sel_b', 'filter_a', 'filter_b', 'filter_c'];
const { condition } = fc.letrec<{ condition: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...NAMES, 'all of sel_*', '1 of sel_*', '1 of filter_*', 'all of filter_*', '1 of them'),
    tie('condition').map((text) => `(${text})`),
    tie('atom').map((text) => `not ${text}`),
  ),
  condition: fc
    .tuple(fc.constantFrom(' and ', ' or '), fc.array(tie('atom'), { minLength: 1, maxLength: 3 }))
    .map(([word, parts]) => parts.join(word)),
}));

test('any rule that is written and read back is the same rule', () => {
  fc.assert(
    fc.property(fc.array(identifiers, { minLength: 5, maxLength: 5 }), condition, (contents, text) => {
      const detection = new Map<string, Printable>([
        ...NAMES.map((name, i) => [name, contents[i] ?? null] as const),
        ['condition', text],
      ]);
      comesBack(
        printYaml(
          new Map<string, Printable>([
            ['title', 'T'],
            ['logsource', { category: 'c' }],
            ['detection', detection],
          ]),
        ),
      );
    }),
    { numRuns: runs(250) },
  );
});

test('what a rule says of itself comes back, to the last line end and unknown key', () => {
  const text = `title: ' A title  with blanks '
id: 6a54d1d8-1c65-4cbb-9d1b-0f2a2f0e3b11
name: named
related:
    - id: 5cb0ff4a-0b4f-4f0e-9f2b-6f5a3d1c7e11
      type: similar
taxonomy: own
status: test
description: |
    First line.

    Last line.
license: Apache-2.0
references:
    - https://example.com/#a
author: A Person, Another Person
date: 2024-05-31
modified: 2025-01-02
tags:
    - attack.execution
    - attack.t1059.001
logsource:
    category: process_creation
    product: windows
    definition: 'Needs: audit policy'
    own: 1
detection:
    selection:
        Image|endswith: '\\a.exe'
    condition: selection
fields:
    - Image
falsepositives:
    - |
        Two
        lines
level: high
scope:
    - server
own_key:
    deep: [1, null, {a: b}]
10: ten
`;
  expect(read(comesBack(text)).rule).toEqual(expect.objectContaining({ taxonomy: 'own' }));
});
