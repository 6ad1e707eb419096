import { describe, expect, it } from 'vitest';
import { backends } from '../backends/index.ts';
import { isUsable, loadRules } from '../src/compile.ts';
import { SourceText } from '../src/text/source-text.ts';
import { compareTarget } from '../src/verify/compare.ts';
import { verdictsOf } from '../src/verify/oracle.ts';
import { isUnavailable, type OpenRunner, type Usable } from '../src/verify/runner.ts';
import { openKusto } from '../src/verify/runners/kusto.ts';
import { openReadBack } from '../src/verify/runners/read-back.ts';
import { openSplunk } from '../src/verify/runners/splunk.ts';
import { openSql } from '../src/verify/runners/sql.ts';
import { share } from './seed.ts';

const RUNNERS: Readonly<Record<string, OpenRunner>> = {
  kusto: openKusto,
  splunk: openSplunk,
  eql: openReadBack('output.eql'),
  'sql:duckdb': openSql('duckdb'),
  'sql:sqlite': openSql('sqlite'),
};

function ruleOf(keywords: readonly unknown[], condition = 'keywords'): Usable {
  const detection = { keywords, condition };
  const logsource = { product: 'linux', service: 'syslog' };
  const text = JSON.stringify({ title: 'Keywords', logsource, detection });
  const [rule] = loadRules(new SourceText('rule.yml', text)).rules.filter(isUsable);
  if (!rule) throw new Error('the rule has no meaning');
  return rule;
}

/** Quotes, backslashes, wildcards that are text, and signs that a language might read as its own. */
const HOSTILE = [
  'say "hi"',
  "it's",
  'C:\\\\Temp\\\\x',
  'a\\*b',
  'who\\?',
  '50%_x',
  '`x`',
  '$(id)$',
  '${jndi:ldap',
  '[a-z]+(b|c)',
  '" or true or "',
  "' OR 1=1 --",
  '// no comment',
  '```x```',
  'x*y?z',
  '\u00c4pfel',
  'x<y>&z',
  445,
];

function eventsFor(keyword: string | number): readonly Readonly<Record<string, unknown>>[] {
  const plain = String(keyword).replace(/\\([*?\\])/g, '$1');
  const texts = [
    plain,
    `<${plain.toUpperCase()}>`,
    plain.toLowerCase(),
    plain.replaceAll('*', '--').replaceAll('?', 'q'),
    plain.slice(1),
    plain.replaceAll('\\', ''),
    'x',
  ];
  return texts.flatMap((text) => [{ message: text }, { message: 'none', other: text }, { message: ['none', text] }]);
}

describe.each(Object.keys(RUNNERS))('keywords on %s', (id) => {
  const backend = backends.find((one) => one.id === id);

  it.each(share(HOSTILE).map((keyword) => [keyword]))('%j, and not', { timeout: 120_000 }, async (keyword) => {
    const runner = await RUNNERS[id]?.('0');
    if (!backend || !runner || isUnavailable(runner)) throw new Error(`nothing runs ${id}`);
    const events = eventsFor(keyword);
    try {
      for (const condition of ['keywords', 'not keywords']) {
        const loaded = ruleOf([keyword], condition);
        expect(new Set(verdictsOf(loaded.rule, events)).size).toBe(2);
        const { status, differences, fault, held } = await compareTarget(loaded, backend, runner, events);
        expect([condition, fault, differences.filter(({ announced }) => !announced)]).toEqual([
          condition,
          undefined,
          [],
        ]);
        expect(['exact', 'conditional', 'narrower', 'wider']).toContain(status);
        expect(held).toBeGreaterThan(10);
        // Where the text stands in `message` alone, in ASCII and plainly, nobody may differ.
        const plain = differences.filter(({ event }) => !('other' in event) && !Array.isArray(event.message));
        expect(plain.filter(({ event }) => /^[^"\\\x80-\uffff]*$/.test(String(event.message)))).toEqual([]);
      }
    } finally {
      await runner.close();
    }
  });
});
