import { describe, expect, it } from 'vitest';
import { messageOf } from '../diagnostics/diagnostic.ts';
import { asText, getPath, toPlain } from '../formats/located.ts';
import { SourceText } from '../text/source-text.ts';
import { readContainer } from './index.ts';

const REST = 'logsource: {category: test}\ndetection: {sel: {A: 1}, condition: sel}\n';
const read = (text: string) => readContainer(new SourceText('r.yml', text));

/** Every problem with its line and column. */
function problems(text: string): readonly string[] {
  const { envelopes, diagnostics } = read(text);
  return [...diagnostics, ...envelopes.flatMap((one) => one.problems ?? [])].map((found) => {
    const at = found.span?.source.position(found.span.start);
    return `${at?.line}:${at?.column} ${messageOf(found)}`;
  });
}

describe('metadata', () => {
  it('stands in the names of the IR', () => {
    const text = `title: A
id: 6f3e2987-db24-4c78-a860-b4f4095a7095
name: a_rule
related: [{id: 7f3e2987-db24-4c78-a860-b4f4095a7095, type: similar}]
author: A, B
date: 2024-05-31
level: high
tags: [attack.t1059]
fields: [X]
falsepositives: [none]
made-up: {deep: [1, x]}
${REST}`;
    const [envelope] = read(text).envelopes;
    expect(problems(text)).toEqual([]);
    expect(envelope?.metadata).toEqual({
      name: 'A',
      ruleId: '6f3e2987-db24-4c78-a860-b4f4095a7095',
      author: ['A, B'],
      creationDate: '2024-05-31',
      severity: 'high',
      tags: ['attack.t1059'],
      falsePositives: ['none'],
      sourcePath: 'r.yml',
      sigma: {
        name: 'a_rule',
        related: [{ id: '7f3e2987-db24-4c78-a860-b4f4095a7095', type: 'similar' }],
        fields: ['X'],
        custom: { 'made-up': { deep: [1, 'x'] } },
      },
    });
    expect(envelope?.logSource).toEqual({ category: 'test' });
  });

  it.each([
    ['title: [a]', '1:8 `title` must be text, found a list'],
    [
      'level: hgih\ntitle: a',
      '1:8 `level` must be one of `informational`, `low`, `medium`, `high`, `critical`, found `hgih`',
    ],
    ['title: a\ndate: 2024-02-30', '2:7 `date` must be a date such as `2024-05-31`, found `2024-02-30`'],
    ['title: a\ndate: 2024/02/29', '2:7 `date` has slashes, which Sigma 2 has not'],
    ['title: a\ntags: [a.b, persistence]', '2:13 `tags` must be of the form `namespace.name`, found `persistence`'],
    ['title: a\nid: x', '2:5 `id` must be a UUID, found `x`'],
    ['title: a\nname: ""', '2:7 `name` must be a name that is not empty, found ``'],
    ['title: a\nfilter: {}', "4:1 `filter` and `detection` can't stand in one document"],
  ])('%s', (head, expected) => {
    expect(problems(`${head}\n${REST}`)).toEqual([expected]);
  });

  it('names every problem of every document in one go', () => {
    const bad = 'status: new\nlogsource: {service: [1], x: 2}\nrelated: [{type: x}]\n';
    expect(problems(`${bad}---\ntitle: b\n${REST}---\n3\n---\naction: go\n`)).toEqual([
      '9:1 a Sigma document is a map, found a number',
      '11:9 `action` must be `global`, `repeat` or `reset`, found `go`',
      '1:1 the document has no `title`',
      '1:9 `status` must be one of `stable`, `test`, `experimental`, `deprecated`, `unsupported`, found `new`',
      '3:11 the document has no `id`',
      '3:18 `type` must be one of `derived`, `obsolete`, `merged`, `renamed`, `similar`, found `x`',
      '2:22 `service` must be text, found a list',
    ]);
  });
});

describe('collections', () => {
  const detections = (text: string) => read(text).envelopes.map(({ document }) => document && toPlain(document));

  it('a template wins over every detection rule behind it', () => {
    const text = `action: global\ntitle: shared\ndetection: {sel: {A: 1}}\n---\ntitle: own\ndetection: {sel: {B: 2}}\n---\ncorrelation: {}\n`;
    expect(detections(text)).toEqual([{ title: 'shared', detection: { sel: { B: 2, A: 1 } } }, { correlation: {} }]);
  });

  it('a repeated rule is the one before with other values', () => {
    expect(detections('title: a\nlevel: low\n---\naction: repeat\nlevel: high\n')).toEqual([
      { title: 'a', level: 'low' },
      { title: 'a', level: 'high' },
    ]);
    expect(problems('action: repeat\ntitle: a\n')).toEqual([
      '1:1 there is no rule before this one that could be repeated',
    ]);
  });

  it('a reset forgets the template', () => {
    expect(detections('action: global\nlevel: low\n---\naction: reset\n---\ntitle: a\n')).toEqual([{ title: 'a' }]);
    expect(problems('action: reset\ntitle: a\n')).toEqual([
      '2:1 `title` stands beside `action: reset`, which is no rule',
    ]);
  });

  it('keeps the place of each value', () => {
    const text = 'action: global\ntitle: shared\n---\nlogsource: {category: test}\n';
    const source = new SourceText('r.yml', text);
    const [envelope] = readContainer(source).envelopes;
    const title = getPath(envelope?.document, 'title');
    expect(asText(title)).toBe('shared');
    expect(title && source.position(title.span.start)).toEqual({ line: 2, column: 8 });
  });
});
