import { entry, shown } from '../entry.ts';

const expected = (what: string): string => (what === '' ? '' : `, expected ${what}`);

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
  'spl/too-deep': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `brackets are nested more than ${p.limit} deep`,
  }),
  'spl/too-long': entry<{ limit: number }>({
    severity: 'error',
    message: (p) => `the search is longer than ${p.limit} characters`,
  }),
} as const;
