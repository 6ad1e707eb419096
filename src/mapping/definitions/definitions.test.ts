import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../test/seed.ts';
import { holds } from '../../eval/cond.ts';
import { field, leaf } from '../../ir/build.ts';
import { pattern, wildcardPattern } from '../../ir/pattern.ts';
import type { CaseRule, CompareOp, Value } from '../../ir/value.ts';
import { parseRegex } from '../../regex/parse.ts';
import { Slice } from '../../text/slice.ts';
import { SourceText } from '../../text/source-text.ts';
import type { Definition } from '../definition.ts';
import { testOf } from '../field-test.ts';
import type { TargetTable } from '../pack.ts';
import {
  argumentCount,
  argumentsOf,
  before,
  column,
  constant,
  extension,
  fileName,
  joined,
  long,
  lookup,
  member,
  respelled,
  sure,
  tagged,
  tags,
} from '../rows.ts';
import { sourceEvent } from '../source-event.ts';
import { wordsOf } from './arguments.ts';
import { push } from './index.ts';

const subject = field('f', { type: 'text', list: false });
const tableOf = (definition: Definition): TargetTable => ({
  id: 't',
  serves: {},
  where: [],
  fields: { f: sure(definition) },
});

const match = (text: string, caseRule: CaseRule = 'ascii'): Value => ({
  kind: 'match',
  subject,
  patterns: [wildcardPattern(text)],
  caseRule,
});

/** The verdict of the rule on the source event, and of the pushed test on the target's event. */
function verdicts(definition: Definition, value: Value, event: Readonly<Record<string, unknown>>) {
  const source = holds(leaf(value), sourceEvent(tableOf(definition), event));
  const found = push(definition, testOf(value));
  if ('refused' in found) return { refused: found.refused };
  return { source, target: holds(found.cond, event) };
}

const agrees = (definition: Definition, value: Value, event: Readonly<Record<string, unknown>>): void => {
  const found = verdicts(definition, value, event);
  if ('refused' in found) return;
  expect(
    found.target,
    JSON.stringify({ event, value }, (_k, v) => (typeof v === 'bigint' ? `${v}` : v)),
  ).toBe(found.source);
};

const word = fc.stringMatching(/^[aAbK.*?]{0,5}$/);
const texts = (alphabet: RegExp) => fc.stringMatching(alphabet);

/** Each kind with events that keep to its assumption, and what patterns are asked. */
const KINDS: readonly {
  readonly name: string;
  readonly definition: Definition;
  readonly event: fc.Arbitrary<Readonly<Record<string, unknown>>>;
  readonly asked: fc.Arbitrary<string>;
}[] = [
  {
    name: 'column',
    definition: column('C'),
    event: texts(/^[aAbK]{0,4}$/).map((C) => ({ C })),
    asked: word,
  },
  {
    name: 'file-name, Windows',
    definition: fileName('C'),
    event: texts(/^[aA]?\\[aAbK.]{0,3}(\\[aAbK./]{0,4})?$/).map((C) => ({ C })),
    asked: fc.stringMatching(/^[aAbK.*?\\/]{0,5}$/),
  },
  {
    name: 'file-name, Linux',
    definition: fileName('C', '/'),
    event: texts(/^\/[aAbK.]{0,3}(\/[aAbK.\\]{0,4})?$/).map((C) => ({ C })),
    asked: fc.stringMatching(/^[aAbK.*?\\/]{0,5}$/),
  },
  {
    name: 'extension',
    definition: extension('C'),
    event: texts(/^[aA]?\\?[aAb.\\]{0,7}$/).map((C) => ({ C })),
    asked: word,
  },
  {
    name: 'arguments',
    definition: argumentsOf('C'),
    event: fc
      .array(
        texts(/^[aAbK.]{1,4}$/).chain((one) => fc.constantFrom(one, `"${one}"`)),
        { maxLength: 4 },
      )
      .map((words) => ({ C: words.join(' ') })),
    asked: fc.stringMatching(/^[aAbK.]{1,3}$|^\*[aAb]{1,2}\*$|^[aAb]{1,2}\*$|^\*[aAb]{1,2}$/),
  },
  {
    name: 'before',
    definition: before('C'),
    event: texts(/^[aAbK.]{0,3}(\\[aAbK.\\]{0,3})?$/).map((C) => ({ C })),
    asked: fc.stringMatching(/^[aAbK.*?\\]{0,4}$/),
  },
  {
    name: 'joined',
    definition: joined('K', '\\', 'V', [['H\\', 'LONG\\']]),
    event: fc.record({ K: texts(/^(LONG|a|x)\\[aAb\\]{0,4}$/), V: texts(/^[aAb.]{1,3}$/) }),
    asked: fc.stringMatching(/^[aAbHx*?\\]{0,7}$/),
  },
  {
    name: 'respelled',
    definition: respelled('K', [['H\\', 'LONG\\']]),
    event: fc.record({ K: texts(/^(LONG|a|x)\\[aAb\\LNG]{0,4}$/) }),
    asked: fc.stringMatching(/^[aAbHLNGx*?\\]{0,7}$/),
  },
  {
    name: 'tagged',
    definition: tagged('C', 'SHA1'),
    event: texts(/^((MD5|SHA1)=[aAb]{0,2},?){0,3}$/).map((C) => ({ C })),
    asked: texts(/^[aAb,]{0,2}$/),
  },
  {
    name: 'member',
    definition: member('C', 'k'),
    event: fc
      .record({ j: texts(/^[aAb"\\]{0,4}$/), k: texts(/^[aAb"\\é\n]{0,5}$/), l: texts(/^[aAb]{0,3}$/) })
      .map((object) => ({ C: JSON.stringify(object) })),
    asked: fc.stringMatching(/^[aAb"\\é*?]{0,5}$/),
  },
  {
    name: 'member, with another beginning',
    definition: member('C', 'k', [['\\', '\\L\\']]),
    event: texts(/^(\\L)?\\[aAbL\\]{0,4}$/).map((k) => ({ C: JSON.stringify({ k, l: 'a' }) })),
    asked: fc.stringMatching(/^[aAbL*?\\]{0,6}$/),
  },
];

describe('a test pushed through a definition has the verdict of the rule on the source event', () => {
  for (const { name, definition, event, asked } of KINDS) {
    it(name, () => {
      fc.assert(
        fc.property(event, asked, fc.constantFrom<CaseRule>('exact', 'ascii', 'simple'), (one, text, caseRule) =>
          agrees(definition, match(text, caseRule), one),
        ),
        { numRuns: runs(400) },
      );
    });
  }

  it('absent columns make the field absent', () => {
    for (const { definition } of KINDS) agrees(definition, match('*'), {});
  });
});

describe('the number of arguments', () => {
  const count = field('f', { type: 'long', list: false });
  const compared = (op: CompareOp, value: number): Value => ({
    kind: 'compare',
    op,
    left: count,
    right: { kind: 'literal', type: 'integer', value: BigInt(value) },
    caseRule: 'exact',
  });

  it('is that of the words, whatever the line', () => {
    const ops = fc.constantFrom<CompareOp>('eq', 'ne', 'lt', 'lte', 'gt', 'gte');
    fc.assert(
      fc.property(texts(/^[ab\t "]{0,9}$/), ops, fc.integer({ min: -1, max: 4 }), (C, op, value) =>
        agrees(argumentCount('C'), compared(op, value), { C }),
      ),
      { numRuns: runs(800) },
    );
  });

  it('is compared with small whole numbers only', () => {
    expect(verdicts(argumentCount('C'), compared('gt', 1000), { C: 'a' })).toMatchObject({
      refused: expect.any(String),
    });
  });
});

describe('a regular expression asked of arguments', () => {
  const regex = (text: string, anchoring: 'whole' | 'search'): Value => {
    const { regex: found } = parseRegex(Slice.verbatim(new SourceText('t', text)), {
      flavour: 'pcre',
      anchoring,
      caseRule: 'ascii',
      flags: { dotAll: true, dollarEndOnly: true },
    });
    if (!found) throw new Error(`no regular expression: ${text}`);
    return { kind: 'regex', subject, regexes: [found] };
  };

  it('has the verdict of the words that keep to the assumption', () => {
    const asked = fc.constantFrom('a+b', '[^a]b?', '(a|bk)\\.?', 'a{2}', 'a.b');
    const words = fc.array(
      texts(/^[aAbK.]{1,4}$/).chain((one) => fc.constantFrom(one, `"${one}"`)),
      { maxLength: 1 },
    );
    fc.assert(
      fc.property(words, asked, fc.constantFrom('whole' as const, 'search' as const), (line, text, anchoring) =>
        agrees(argumentsOf('C'), regex(text, anchoring), { C: line.join(' ') }),
      ),
      { numRuns: runs(600) },
    );
    const add = regex('.+\\.(xll|wll)', 'whole');
    const line = { C: 'excel.exe "C:\\Users\\a b\\X.XLL"' };
    expect(verdicts(argumentsOf('C'), add, line)).toEqual({ source: true, target: true });
    expect(verdicts(argumentsOf('C'), add, { C: 'excel.exe x.xll.txt' })).toEqual({ source: false, target: false });
  });

  it('has the verdict of a text in an object', () => {
    const asked = fc.constantFrom('a+b', '[^a]b?', 'a.b', '[\\\\"]a', '\\\\{2}', '(?:"|b)+', 'a\\s', '.');
    const objects = fc.record({ j: texts(/^[aAb"\\]{0,4}$/), k: texts(/^[aAb"\\\n]{0,5}$/) });
    fc.assert(
      fc.property(objects, asked, fc.constantFrom('whole' as const, 'search' as const), (object, text, anchoring) =>
        agrees(member('C', 'k'), regex(text, anchoring), { C: JSON.stringify(object) }),
      ),
      { numRuns: runs(600) },
    );
    const event = { C: JSON.stringify({ j: 'x', k: 'say "a\\b"' }) };
    expect(verdicts(member('C', 'k'), regex('"a\\\\', 'search'), event)).toEqual({ source: true, target: true });
    expect(verdicts(member('C', 'k'), regex('x', 'search'), event)).toEqual({ source: false, target: false });
  });

  it('is refused where it tests positions', () => {
    expect(verdicts(argumentsOf('C'), regex('^a', 'search'), { C: 'a' })).toMatchObject({
      refused: expect.any(String),
    });
  });
});

describe('what each kind asks of the target', () => {
  const asks = (definition: Definition, value: Value, event: Readonly<Record<string, unknown>>) =>
    verdicts(definition, value, event);

  it('a file name stands behind the separator', () => {
    const image = fileName('Image');
    expect(asks(image, match('cmd.exe'), { Image: 'C:\\Windows\\CMD.EXE' })).toEqual({ source: true, target: true });
    expect(asks(image, match('md.exe'), { Image: 'C:\\Windows\\cmd.exe' })).toEqual({ source: false, target: false });
    expect(asks(image, match('System'), { Image: 'System' })).toEqual({ source: true, target: true });
    expect(asks(image, match('c*d.exe'), { Image: 'C:\\cx\\y\\d.exe' })).toEqual({ source: false, target: false });
  });

  it('a bare file name breaks the named assumption', () => {
    expect(asks(fileName('Image'), match('cmd.exe'), { Image: 'cmd.exe' })).toEqual({ source: true, target: false });
    const found = push(fileName('Image'), testOf(match('cmd.exe')));
    expect('notes' in found && found.notes.map(({ assumption }) => assumption)).toEqual(['mapping/path-has-directory']);
  });

  it('an argument with blanks breaks the named assumption', () => {
    const line = { CommandLine: 'tool "one argument with -x inside"' };
    expect(asks(argumentsOf('CommandLine'), match('-x'), line)).toEqual({ source: false, target: true });
  });

  it('constants and lookups are decided by their meaning', () => {
    const action = lookup('ActionType', [
      ['FileCreated', 'creation', 'file_create_event'],
      ['FileDeleted', 'deletion'],
    ]);
    expect(asks(action, match('FILE_*'), { ActionType: 'FileCreated' })).toEqual({ source: true, target: true });
    expect(asks(action, match('creation', 'exact'), { ActionType: 'filecreated' })).toEqual({
      source: false,
      target: false,
    });
    expect(push(constant('start'), testOf(match('start')))).toMatchObject({ cond: { kind: 'true' } });
    expect(push(constant('start'), testOf(match('end')))).toMatchObject({ cond: { kind: 'false' } });
  });

  it('text takes the type of a column of numbers', () => {
    const value: Value = {
      kind: 'compare',
      op: 'eq',
      left: subject,
      right: { kind: 'literal', type: 'text', value: '4688' },
      caseRule: 'exact',
    };
    expect(push(long('EventID'), testOf(value))).toMatchObject({
      cond: { kind: 'leaf', value: { right: { type: 'integer', value: 4688n } } },
    });
  });

  it('a hash inside a list of hashes is asked of its column', () => {
    const hashes = tags({ MD5: 'MD5', SHA256: 'SHA256' });
    const value: Value = {
      kind: 'match',
      subject,
      patterns: [pattern([{ kind: 'any' }, { kind: 'lit', text: 'SHA256=AB12' }, { kind: 'any' }])],
      caseRule: 'simple',
    };
    expect(asks(hashes, value, { MD5: '00', SHA256: 'ab12' })).toEqual({ source: true, target: true });
    expect(asks(hashes, match('*IMPHASH=00*'), { MD5: '00' })).toMatchObject({ refused: expect.any(String) });
  });
});

it('splits a command line at blanks outside quotes', () => {
  expect(wordsOf('a  "b c" /out:"d e"f "g')).toEqual(['a', 'b c', '/out:d ef', 'g']);
  expect(wordsOf('')).toEqual([]);
});
