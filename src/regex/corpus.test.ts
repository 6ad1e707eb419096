import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { atLeast, hasCorpus, isWhole, ruleRows } from '../../test/published.ts';
import { compileMatcher } from './matcher.ts';
import { type PrintFlavour, printRegex } from './print/index.ts';
import { isBacktrackSafe } from './safety.ts';
import { errorOf, parse, regexOf } from './test-kit.ts';

const STRING = /"""([\s\S]*?)"""|"((?:[^"\\]|\\.)*)"/g;
const LIST = /\bregex~?\s*(\((?:[^()"]|"""[\s\S]*?"""|"(?:[^"\\]|\\.)*")*\)|"""[\s\S]*?"""|"(?:[^"\\]|\\.)*")/g;

function eqlExpressions(query: string): readonly string[] {
  return Array.from(query.matchAll(LIST)).flatMap(([, list = '']) =>
    Array.from(list.matchAll(STRING), ([, raw, quoted = '']) => raw ?? quoted.replace(/\\(.)/g, '$1')),
  );
}

function eqlCorpus(): readonly string[] {
  const files = ['elastic/eql_rules.ndjson', 'elastic/eql_rules_history.ndjson'];
  return [
    ...new Set(
      files.flatMap((file) => ruleRows<{ query: string }>(file)).flatMap(({ query }) => eqlExpressions(query)),
    ),
  ];
}

/** The values of keys with `|re`, at any depth. */
function sigmaExpressions(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    /\|re\b/.test(key) ? [value].flat().map(String) : sigmaExpressions(value),
  );
}

const documents = (yaml: string): readonly unknown[] =>
  parseAllDocuments(yaml).flatMap((document) => (document.errors.length === 0 ? [document.toJS()] : []));

function sigmaCorpus(): readonly string[] {
  const files = ['sigma/rules/rules.ndjson', 'sigma/rules/legacy.ndjson'];
  const rules = files.flatMap((file) => ruleRows<{ yaml: string }>(file));
  return [...new Set(rules.flatMap(({ yaml }) => documents(yaml).flatMap(sigmaExpressions)))];
}

const targets: readonly PrintFlavour[] = ['javascript', 'java', 're2', 'rust', 'posix', 'pcre', 'sigma', 'lucene'];

describe.skipIf(!hasCorpus)('published rules', () => {
  it('EQL: every expression is read, matched and written in every flavour', () => {
    const sources = eqlCorpus();
    expect(sources.length).toBeGreaterThanOrEqual(atLeast(26));
    for (const source of sources) {
      const regex = regexOf(source, { flavour: 'lucene', anchoring: 'whole', caseRule: 'ascii' });
      expect([source, typeof compileMatcher(regex)]).toEqual([source, 'function']);
      for (const flavour of targets) expect(printRegex(regex, flavour)).not.toHaveProperty('unsupported');
    }
  });

  it('Sigma: every expression is read and matched, and all but word borders are written in every flavour', () => {
    const sources = sigmaCorpus();
    expect(sources.length).toBeGreaterThan(atLeast(120));
    const unsupported: string[] = [];
    let safe = 0;
    for (const source of sources) {
      expect([source, errorOf(source)]).toEqual([source, 'no error']);
      const regex = regexOf(source, { flags: { dollarEndOnly: true } });
      expect([source, typeof compileMatcher(regex)]).toEqual([source, 'function']);
      if (isBacktrackSafe(regex)) safe++;
      for (const flavour of targets)
        if ('unsupported' in printRegex(regex, flavour)) unsupported.push(`${flavour}: ${source}`);
    }
    expect(unsupported.every((line) => line.startsWith('lucene: ') && line.includes('\\b'))).toBe(true);
    if (isWhole) expect(safe / sources.length).toBeGreaterThan(0.7);
  });

  it('Sigma: V8 reads what is written as it reads the source', () => {
    const text =
      'cmd.exe /c "set x=1&&call powershell $env:ComSpec[4,24,25] https://10.0.0.1/a.hta ` \\\\pipe {0}{1}" -f ^a^b\n';
    for (const source of sigmaCorpus()) {
      const { regex } = parse(source, { flags: { dollarEndOnly: true } });
      const printed = regex && printRegex(regex, 'javascript');
      if (printed === undefined || 'unsupported' in printed) throw new Error(source);
      const ignoreCase = source.startsWith('(?i)');
      const native = new RegExp(source.replace(/^\(\?i\)/, ''), ignoreCase ? 'i' : '');
      const again = new RegExp(printed.text, printed.flags);
      const cuts = Array.from({ length: 40 }, (_, i) => text.slice(i, text.length - i));
      for (const cut of cuts) expect([source, cut, again.test(cut)]).toEqual([source, cut, native.test(cut)]);
    }
  });
});
