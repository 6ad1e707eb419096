import { entry, shown } from '../entry.ts';

const quoted = (text: string): string => `\`${shown(text)}\``;

export const regex = {
  'regex/too-long': entry<{ length: number; limit: number }>({
    severity: 'error',
    message: (p) => `regular expression of ${p.length} characters is too long, the limit is ${p.limit}`,
  }),
  'regex/too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `regular expression is nested more than ${p.limit} levels deep`,
  }),
  'regex/too-complex': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `character classes of more than ${p.limit} ranges in all`,
  }),
  'regex/unclosed': entry<{ open: string; close: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.open)} is never closed`,
    help: (p) => `add ${quoted(p.close)}, or write ${quoted(`\\${p.open}`)} for the character itself`,
  }),
  'regex/unopened': entry<{ close: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.close)} closes nothing`,
    help: (p) => `write ${quoted(`\\${p.close}`)} for the character itself`,
  }),
  'regex/unexpected-end': entry({
    severity: 'error',
    message: () => 'regular expression ends where something must follow',
  }),
  'regex/nothing-to-repeat': entry<{ operator: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.operator)} has nothing to repeat`,
    help: (p) => `write ${quoted(`\\${p.operator}`)} for the character itself`,
  }),
  'regex/bad-repeat': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.text)} is no valid repetition`,
    help: () => 'a repetition is written `{n}`, `{n,}` or `{n,m}`, with n not above m',
  }),
  'regex/repeat-too-large': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `repetition of more than ${p.limit} times`,
  }),
  'regex/bad-escape': entry<{ escape: string }>({
    severity: 'error',
    message: (p) => `unknown escape ${quoted(p.escape)}`,
    help: () => 'a backslash in front of a letter must form a known escape; write two for a backslash itself',
  }),
  'regex/bad-code-point': entry<{ escape: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.escape)} names no character`,
  }),
  'regex/bad-range': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `the range ${quoted(p.text)} ends before it starts, or an end of it is no single character`,
  }),
  'regex/bad-group': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `unknown kind of group ${quoted(p.text)}`,
  }),
  'regex/bad-interval': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `${quoted(p.text)} is no number interval`,
    help: () => 'an interval is written `<1-100>`; write `\\<` for the character itself',
  }),
  'regex/unknown-flag': entry<{ flag: string }>({
    severity: 'error',
    message: (p) => `unknown flag ${quoted(p.flag)}`,
  }),
  'regex/unknown-class': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `unknown character class ${quoted(p.name)}`,
  }),
  'regex/unknown-group': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `reference to a group ${quoted(p.name)} that does not exist`,
  }),
  'regex/unsupported-syntax': entry<{ construct: string; flavour: string }>({
    severity: 'error',
    message: (p) => `${p.construct} is not supported in a ${p.flavour} regular expression`,
  }),
  'regex/look-behind-width': entry({
    severity: 'error',
    message: () => 'look-behind of no fixed length',
    help: () => 'each alternative of a look-behind must match texts of one length',
  }),
  'regex/operator-as-text': entry<{ operator: string }>({
    severity: 'warning',
    message: (p) => `${quoted(p.operator)} has nothing in front of it and stands for itself`,
    help: (p) => `write ${quoted(`\\${p.operator}`)} if that is meant`,
  }),
  'regex/brace-as-text': entry<{ text: string }>({
    severity: 'warning',
    message: (p) => `${quoted(p.text)} is taken as text, some engines take it as a repetition`,
    help: () => 'write `{0,n}` for a repetition, or escape the brace',
  }),
} as const;
