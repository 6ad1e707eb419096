import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertRule, isUsable, loadRules } from '../../src/compile.ts';
import { SourceText } from '../../src/text/source-text.ts';
import { hasCorpus, ruleRows } from '../../test/published.ts';
import { runs } from '../../test/seed.ts';
import { dialects } from './dialects/index.ts';
import { formatSql, sqlTokens } from './format.ts';
import { sqlBackends } from './index.ts';

const QUERIES = [
  'process where process.name : ("cmd.exe", "power*.exe") and not process.args : ("-enc*", "/c") and process.pid > 5',
  'file where length(file.path) > 20 and file.extension in ("exe", "dll") or file.name like~ "a?b*"',
  'network where cidrMatch(source.ip, "10.0.0.0/8", "fe80::/10") and destination.port != null | head 5',
  'process where process.pid % 7 == 1 and startsWith~(user.name, "adm") and user.domain regex "[a-z]+[0-9]"',
];

function texts(query: string, name: string, backend: (typeof sqlBackends)[number]) {
  const source = new SourceText('a.eql', query);
  const [loaded] = loadRules(source, { container: 'eql' }).rules;
  if (!loaded || !isUsable(loaded)) throw new Error(`not a rule: ${query}`);
  const named = { ...loaded, rule: { ...loaded.rule, metadata: { ...loaded.metadata, name } } };
  return [false, true].map((pretty) => convertRule(named, backend, { pretty }));
}

const wordsOf = (text: string, reading: (typeof dialects)[number]['reading']) =>
  sqlTokens(text, reading).map(({ start, end }) => text.slice(start, end));

const hostile = fc
  .array(
    fc.constantFrom(
      ...["'", "''", '"', '`', '\\', '\n', '\r', '\t', '  ', '*/', '/*', '--', ';', '%', '_', '$1', '{a:b}', ':x', '?'],
      ...['#', 'SELECT', 'é', '😀', 'a', '(', ')', '[', '@', 'E', '$$', '\0', '\u0085', '\u2028', '\ufeff'],
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const quoted = (text: string): string => JSON.stringify(text).replace(/\\u([\da-f]{4})/g, '\\u{$1}');

describe.each(dialects.map((dialect) => [dialect.id, dialect] as const))('--pretty for %s', (id, { reading }) => {
  const backend = sqlBackends.find((each) => each.id === `sql:${id}`);
  if (!backend) throw new Error(`no backend for ${id}`);

  it.each(QUERIES)('keeps every token and lays the text out: %s', (query) => {
    const [plain, pretty] = texts(query, 'a', backend);
    expect(pretty?.fidelity).toBe(plain?.fidelity);
    if (plain?.text === undefined || pretty?.text === undefined) return;
    expect(wordsOf(pretty.text, reading)).toEqual(wordsOf(plain.text, reading));
    expect(pretty.text).toMatch(/^SELECT\n {2}\S/m);
    const pieces = ({ text, trace }: { text?: string; trace: typeof plain.trace }) =>
      trace.map(({ start, end, origin }) => [origin.start, wordsOf((text ?? '').slice(start, end), reading)]);
    expect(pieces(pretty)).toEqual(pieces(plain));
  });

  it('keeps every token of hostile text, in literals, names and comments', () => {
    let kept = 0;
    fc.assert(
      fc.property(hostile, hostile, hostile, (value, title, name) => {
        const query = `process where process.name == ${quoted(value)} and \`f${name.replaceAll('`', '')}\` : ${quoted(`${value}*`)}`;
        if (/[\n\r]/.test(name)) return;
        const [plain, pretty] = texts(query, title, backend);
        if (plain?.text === undefined || pretty?.text === undefined) return;
        kept++;
        expect(wordsOf(pretty.text, reading)).toEqual(wordsOf(plain.text, reading));
        expect(pretty.text).toMatch(/^SELECT\n/m);
      }),
      { numRuns: runs(150) },
    );
    expect(kept).toBeGreaterThan(runs(30));
  });

  it('leaves a text alone that the formatter would change or can not read', () => {
    for (const text of ['SELECT $$a  b$$;\n', 'SELECT 1 WHERE (;\n', "SELECT 'open;\n"])
      expect(wordsOf(formatSql(reading, { text, trace: [] }).text, reading)).toEqual(wordsOf(text, reading));
  });

  it.skipIf(!hasCorpus)('lays out the published rules', () => {
    const left = ruleRows<{ path: string; toml: string }>('elastic/eql_rules.ndjson').flatMap(({ path, toml }) =>
      loadRules(new SourceText(path, toml))
        .rules.filter(isUsable)
        .flatMap((loaded) => convertRule(loaded, backend, { pretty: true }).text ?? [])
        .filter((text) => !/^SELECT\n/m.test(text)),
    );
    expect(left).toEqual([]);
  });
});
