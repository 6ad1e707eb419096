import { entry, shown, suggestion } from '../entry.ts';

const expected = (what: string): string => (what === '' ? '' : `, expected ${what}`);

const range = (least: number, most: number): string => {
  const unit = most === 1 ? 'argument' : 'arguments';
  if (least === most) return `${least} ${unit}`;
  return Number.isFinite(most) ? `${least} to ${most} ${unit}` : `at least ${least} ${unit}`;
};

export const spl = {
  'spl/syntax': entry<{ found: string; expected: string }>({
    severity: 'error',
    message: (p) =>
      `${p.found === '' ? 'the search ends too early' : `unexpected \`${shown(p.found)}\``}${expected(p.expected)}`,
  }),
  'spl/character': entry<{ found: string }>({
    severity: 'error',
    message: (p) => `unexpected character \`${shown(p.found)}\``,
  }),
  'spl/macro': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `the macro ${shown(p.name)} is not defined`,
    help: () => 'hand its definition in with the option `macros`',
  }),
  'spl/too-much': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the search makes more than ${p.limit} characters, values and rows`,
  }),
  'spl/glued': entry({
    severity: 'error',
    message: () => 'a quoted text touches the text beside it, and what that means is not documented',
    help: () => 'put all of it into the quotes, or a blank between',
  }),
  'spl/too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `brackets are nested more than ${p.limit} deep`,
  }),
  'spl/too-long': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the search is longer than ${p.limit} characters`,
  }),
  'spl/unknown-command': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `the emulator does not know the command \`${shown(p.name)}\``,
    help: (p) => suggestion(p.near),
  }),
  'spl/unknown-function': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `the emulator does not know the function \`${shown(p.name)}\``,
    help: (p) => suggestion(p.near),
  }),
  'spl/argument-count': entry<{ name: string; given: number; least: number; most: number }>({
    severity: 'error',
    message: (p) => `\`${p.name}\` takes ${range(p.least, p.most)}, not ${p.given}`,
  }),
  'spl/odd-arguments': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `\`${p.name}\` takes pairs of a condition and a value`,
  }),
  'spl/literal': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `\`${p.name}\` takes a quoted text`,
  }),
  'spl/one-field': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `the expression of \`${p.name}\` must read exactly one field`,
  }),
  'spl/no-condition': entry({
    severity: 'error',
    message: () => 'this expression is no condition: it gives a value, not true or false',
  }),
  'spl/boolean': entry({
    severity: 'error',
    message: () => 'this expression gives true or false, which no field and no operator can hold',
    help: () => 'wrap it in `if(…, 1, 0)`',
  }),
  'spl/mixed-concat': entry({
    severity: 'error',
    message: () => 'whether `.` or the arithmetic beside it comes first is not documented',
    help: () => 'put the arithmetic in parentheses',
  }),
  'spl/multivalue': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `what \`${p.name}\` does with several values is not documented`,
  }),
  'spl/unsupported': entry<{ what: string }>({
    severity: 'error',
    message: (p) => `the emulator does not know what ${p.what} means`,
  }),
  'spl/no-raw': entry({
    severity: 'error',
    message: () => 'a term is searched for in `_raw`, and an event has none',
  }),
  'spl/no-time': entry<{ field: string }>({
    severity: 'error',
    message: (p) => `an event has no number in \`${p.field}\``,
  }),
  'spl/not-sorted': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `\`${p.name}\` needs its events in the order of their time, and they are not`,
    help: (p) => (p.name === 'transaction' ? 'put `sort 0 -_time` before it' : 'put `sort 0 _time` before it'),
  }),
  'spl/transaction-field': entry({
    severity: 'error',
    message: () => 'an event lacks a field of `transaction`, and how such events are linked is not modelled',
  }),
  'spl/time-text': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.text)}\` is no time modifier that the emulator knows`,
  }),
  'spl/time-format': entry<{ format: string }>({
    severity: 'error',
    message: (p) => `the time format \`${shown(p.format)}\` holds a variable that the emulator does not know`,
  }),
  'spl/cidr': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.text)}\` is no network in CIDR notation`,
  }),
  'spl/regex': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `the emulator cannot read the regular expression \`${shown(p.text)}\``,
  }),
  'spl/regex-limit': entry<{ text: string }>({
    severity: 'error',
    message: (p) => `matching \`${shown(p.text)}\` against a value took too many steps`,
  }),
  'spl/option': entry<{ command: string; name: string }>({
    severity: 'error',
    message: (p) => `the emulator does not know the option \`${shown(p.name)}\` of \`${p.command}\` here`,
  }),
  'spl/option-value': entry<{ command: string; name: string }>({
    severity: 'error',
    message: (p) => `the option \`${shown(p.name)}\` of \`${p.command}\` has a value that does not fit`,
  }),
  'spl/argument': entry<{ command: string }>({
    severity: 'error',
    message: (p) => `\`${p.command}\` cannot have this argument`,
  }),
  'spl/arguments': entry<{ command: string }>({
    severity: 'error',
    message: (p) => `\`${p.command}\` has too many arguments or too few`,
  }),
} as const;
