import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../test/cpu-time.ts';
import { runs, share } from '../../test/seed.ts';
import { messageOf } from '../diagnostics/diagnostic.ts';
import { asSlice, getPath } from '../formats/located.ts';
import { SourceText } from '../text/source-text.ts';
import type { ContainerId, Envelope } from './envelope.ts';
import { containers, detectContainer, readContainer } from './index.ts';

const QUERY = 'process where process.name == "a\\\\b.exe" and\n  user.name : "héllo"';
const EXAMPLE = readFileSync(new URL('../../examples/mssql-xp-cmdshell/rule.md', import.meta.url), 'utf8');

/** One rule with the same query in every kind of file, in each way in which the kind can write it. */
const WRITTEN: readonly { readonly id: ContainerId; readonly path: string; readonly text: string }[] = [
  { id: 'eql', path: 'a.eql', text: `\ufeff// c\n${QUERY}\n` },
  { id: 'toml', path: 'a.toml', text: `[rule]\nname = "A"\ntype = "eql"\nquery = '''\n${QUERY}\n'''\n` },
  {
    id: 'toml',
    path: 'crlf.toml',
    text: `[rule]\ntype = "eql"\nquery = '''\n${QUERY}\n'''\n`.replaceAll('\n', '\r\n'),
  },
  { id: 'toml', path: 'basic.toml', text: `[rule]\ntype = "eql"\nquery = """\n${QUERY.replaceAll('\\', '\\\\')}"""\n` },
  {
    id: 'toml',
    path: 'escapes.toml',
    text: `[rule]\ntype = "eql"\nquery = ${JSON.stringify(QUERY).replace('é', '\\u00e9')}\n`,
  },
  { id: 'kibana', path: 'a.ndjson', text: `{"type":"eql","rule_id":"x","query":${JSON.stringify(QUERY)}}\n` },
  {
    id: 'kibana',
    path: 'a.json',
    text: JSON.stringify({ attributes: { type: 'eql', query: QUERY } }, null, 2).replace('é', '\\u00e9'),
  },
  { id: 'page', path: 'a.md', text: `# A\n\n**Rule type**: eql\n\n## Rule query\n\n\`\`\`js\n${QUERY}\n\`\`\`\n` },
  {
    id: 'page',
    path: 'crlf.md',
    text: `# A\n\n**Rule type**: eql\n\n## Rule query\n\n~~~\n${QUERY}\n~~~\n`.replaceAll('\n', '\r\n'),
  },
  {
    id: 'page',
    path: 'a.asciidoc',
    text: `=== A\n\n*Rule type*: eql\n\n==== Rule query\n\n[source, js]\n------\n${QUERY}\n\n------\n`,
  },
  {
    id: 'page',
    path: 'list.md',
    text: `- # A\n- **Rule type**: eql\n- ## Rule query\n  - \`\`\`\n${QUERY.replace(/^/gm, '    ')}\n    \`\`\`\n`,
  },
  { id: 'sigma-yaml', path: 'a.yml', text: `title: A\ndetection:\n    q: |\n${QUERY.replace(/^/gm, '        ')}\n` },
  { id: 'sigma-yaml', path: 'b.yml', text: `---\ntitle: A\ndetection:\n    q: ${JSON.stringify(QUERY)}\n` },
];

const sliceOf = (envelope: Envelope | undefined) =>
  envelope?.query ?? asSlice(getPath(envelope?.document, 'detection', 'q'));

describe('a place in the query is a place in the file', () => {
  it('has a case for each container', () => {
    expect(new Set(WRITTEN.map((one) => one.id))).toEqual(new Set(containers.map((one) => one.id)));
  });

  it.each(WRITTEN)('in $id, $path', ({ path, text }) => {
    const source = new SourceText(path, text);
    const { envelopes, diagnostics } = readContainer(source);
    expect(diagnostics.map(messageOf)).toEqual([]);
    const slice = sliceOf(envelopes[0]);
    expect(slice?.text).toContain(QUERY);
    for (const word of ['process where', 'process.name', 'b.exe', 'user.name', 'llo']) {
      const at = slice?.text.lastIndexOf(word) ?? -1;
      const span = slice?.span(at, at + word.length);
      expect(span && source.position(span.start)).toEqual(source.position(text.lastIndexOf(word)));
      expect(span && text.slice(span.start, span.end)).toBe(word);
    }
  });
});

describe('detectContainer', () => {
  it.each(WRITTEN)('knows $path by its text alone', ({ id, text }) => {
    expect(detectContainer(new SourceText('<stdin>', text))).toBe(id);
  });

  it('goes by the text rather than by the name', () => {
    expect(detectContainer(new SourceText('rule.md', '[rule]\ntype = "eql"\n'))).toBe('toml');
    expect(detectContainer(new SourceText('rule.txt', EXAMPLE))).toBe('page');
  });

  it('goes by the name where the text says nothing', () => {
    expect(detectContainer(new SourceText('a.TOML', 'x = 1'))).toBe('toml');
    expect(detectContainer(new SourceText('a.yaml', 'x: 1'))).toBe('sigma-yaml');
    expect(detectContainer(new SourceText('a.eql', ''))).toBe('eql');
  });

  it('says so where neither does', () => {
    const { envelopes, diagnostics } = readContainer(new SourceText('<stdin>', 'hello'));
    expect(envelopes).toEqual([]);
    expect(diagnostics.map((found) => found.code)).toEqual(['container/unknown-format']);
  });

  it('takes the hint of the caller', () => {
    expect(readContainer(new SourceText('x', 'any where true'), 'eql').envelopes).toHaveLength(1);
  });
});

describe('hostile files', () => {
  const readable = (path: string, text: string, id?: ContainerId) => {
    const source = new SourceText(path, text);
    const { envelopes, diagnostics } = readContainer(source, id);
    for (const found of diagnostics) {
      expect(found.span?.source).toBe(source);
      expect(found.span?.start).toBeLessThanOrEqual(text.length);
      expect(found.span?.end).toBeLessThanOrEqual(text.length);
      expect(messageOf(found)).not.toBe('');
    }
    if (envelopes.every((one) => one.query === undefined && one.document === undefined))
      expect(diagnostics).not.toEqual([]);
  };

  const index = fc.nat(WRITTEN.length - 1);
  const insert = fc.constantFrom(
    '',
    '\u0000',
    '\u0001',
    '"',
    "'",
    "'''",
    '"""',
    '`',
    '```',
    '[',
    ']',
    '{',
    '}',
    '\\',
    '\n',
    '#',
    '*',
    '**',
    ': ',
    '----',
    '__proto__',
    '\ud800',
    '\u2028',
  );

  it('gives located diagnostics for damaged files', () => {
    fc.assert(
      fc.property(index, fc.nat(), fc.nat(30), insert, (which, offset, length, inserted) => {
        const { path, text } = WRITTEN[which] ?? { path: '', text: '' };
        const at = offset % (text.length + 1);
        readable(path, text.slice(0, at) + inserted + text.slice(at + length));
      }),
      { numRuns: runs(2_000) },
    );
  });

  it('gives located diagnostics for files that are cut off', () => {
    for (const { path, text } of WRITTEN)
      for (let end = 0; end <= text.length; end += 3) readable(path, text.slice(0, end));
    for (let end = 0; end < EXAMPLE.length; end += 7) readable('rule.md', EXAMPLE.slice(0, end), 'page');
  });

  const wrong = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.boolean(),
    fc.string({ maxLength: 3 }),
    fc.constant([]),
    fc.constant({}),
    fc.constant([1]),
    fc.constant({ a: [] }),
    fc.constant([{}]),
    fc.constant([[]]),
  );
  const keys = [
    'name',
    'type',
    'language',
    'query',
    'severity',
    'risk_score',
    'threat',
    'tags',
    'filters',
    'exceptions_list',
    'alert_suppression',
    'required_fields',
    'related_integrations',
    'interval',
    'version',
    'created_at',
    'event_category_override',
    'index',
    'rule_id',
    'entries',
    'list_id',
    '__proto__',
    'constructor',
  ];
  it('gives located diagnostics for wrong types everywhere', () => {
    const rule = fc.dictionary(fc.constantFrom(...keys), wrong, { maxKeys: 8 });
    fc.assert(
      fc.property(rule, (one) => {
        readable('rule.json', JSON.stringify({ type: 'eql', query: 'any where true', ...one }), 'kibana');
      }),
      { numRuns: runs(2_000) },
    );
  });

  const megabyte = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));
  const PIECES = [
    '\n',
    ' ',
    '-',
    '*',
    '`',
    '#',
    '[',
    '{"a":',
    '**Rule type**: ',
    '# Rule query\n```\n',
    '## Setup\n',
    '----\n',
    '\\',
    '"',
    '| ',
    '> ',
    '- ',
    ': ',
    '//',
    '/*',
    '* ID: T1000.001\n',
    '"""\n',
    '[rule]\n',
  ];
  it.each(share(PIECES))('is done with a megabyte of %j in time, as any kind of file', (piece) => {
    for (const { id } of containers) {
      // The yaml package takes up to four seconds for a megabyte of errors; it stays linear.
      const text = id === 'sigma-yaml' ? megabyte(piece).slice(0, 250_000) : megabyte(piece);
      const start = cpuTime();
      readable('x', text, id);
      expect(cpuTime() - start).toBeLessThan(5_000);
    }
  });

  it('is not polluted', () => {
    readable('a.toml', '[rule]\ntype = "eql"\nquery = "any where true"\n[rule.__proto__]\npolluted = 1\n');
    readable('a.json', '{"type":"eql","query":"any where true","__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
