import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeFault, isClosed, textForm, textValue } from './text-literal.ts';
import { tokenize } from './tokens.ts';

const images = (text: string): string[] => tokenize(text).tokens.map((token) => token.image);

describe('text', () => {
  test.each([
    ['"a"', 'plain', true],
    ['"a', 'plain', false],
    ['"', 'plain', false],
    ['""', 'plain', true],
    ['"a\\"', 'plain', false],
    ['"a\\\\"', 'plain', true],
    ['"""a"""', 'raw', true],
    ['"""a\\"""', 'raw', true],
    ['"""""', 'raw', false],
    ['""""""', 'raw', true],
    ["'a'", 'single', true],
    ["'", 'single', false],
    ['?"a"', 'question', true],
    ["?'", 'question', false],
  ])('%s is %s, closed: %s', (image, form, closed) => {
    expect(textForm(image)).toBe(form);
    expect(isClosed(image)).toBe(closed);
  });

  test.each([
    ['"\\b\\t\\n\\f\\r\\"\\\'\\\\"', '\b\t\n\f\r"\'\\'],
    ['"\\u{41}\\u{0001F4A9}"', 'A\u{1f4a9}'],
    ['"""\\n"""', '\\n'],
    ['"""""x"""""', '""x""'],
    ['""""""', ''],
  ])('%s has its value', (image, value) => {
    expect(textValue(image)).toBe(value);
    expect(escapeFault(image.startsWith('"""') ? '""' : image)).toBeUndefined();
  });

  test.each([
    ['"ab\\q"', { code: 'eql/escape-unknown', written: '\\q', start: 0, end: 5 }],
    ['"\\u0041"', { code: 'eql/escape-unknown', written: '\\u', start: 0, end: 3 }],
    ['"\\u{}"', { code: 'eql/escape-unknown', written: '\\u{}', start: 0, end: 5 }],
    ['"ab\\u{1}"', { code: 'eql/escape-digits', written: '\\u{1}', start: 3, end: 8 }],
    ['"\\u{DFFF}"', { code: 'eql/escape-surrogate', written: '\\u{DFFF}', start: 1, end: 9 }],
    ['"\\u{110000}"', { code: 'eql/escape-range', written: '\\u{110000}', start: 1, end: 11 }],
  ])('%s has a wrong escape', (image, fault) => {
    expect(escapeFault(image)).toEqual(fault);
  });

  test('a raw string ends at the first three quotes and takes two more', () => {
    expect(images('""""""a"""')).toEqual(['""""""', 'a', '"""']);
    expect(images('"""""x""""""')).toEqual(['"""""x"""""', '"']);
    expect(images('"""a""" == """b"""')).toEqual(['"""a"""', '==', '"""b"""']);
  });

  test('any text survives being written with escapes', () => {
    const escaped = (text: string): string =>
      [...text].map((char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}}`).join('');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textValue(`"${escaped(text)}"`)).toBe(text);
        expect(images(`"${escaped(text)}"`)).toHaveLength(1);
      }),
    );
  });

  test('any line without three quotes survives as a raw string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/[\r\n]|"""/.test(text) && !text.endsWith('"'));
        expect(images(`"""${text}"""`).map(textValue)).toEqual([text]);
      }),
    );
  });
});

describe('names in backticks', () => {
  test.each([
    ['`a``b`', ['`a``b`']],
    ['``x', ['``', 'x']],
    ['`a`` == true', ['`a`', '` == true']],
    ['`a``b``c', ['`a``b`', '`c']],
    ['`a\nb`', ['`a\nb`']],
    ['`a\nb', ['`a', 'b']],
  ])('%s', (text, expected) => {
    expect(images(text)).toEqual(expected);
  });
});

describe('comments', () => {
  test.each([
    ['a // b', ['a']],
    ['a /* b */ c', ['a', 'c']],
    ['a /* /* b */ c */ d', ['a', 'd']],
    ['a /**/ b', ['a', 'b']],
    ['a /*/ b', ['a']],
  ])('%s', (text, expected) => {
    expect(images(text)).toEqual(expected);
  });
});
