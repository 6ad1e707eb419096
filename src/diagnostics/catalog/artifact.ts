import { entry, shown } from '../entry.ts';

/** What keeps a rule from being a file that a platform imports, and what such a file says otherwise than its rule. */
export const artifact = {
  'artifact/missing': entry<{ artifact: string; field: string }>({
    severity: 'error',
    message: (p) => `${p.artifact} needs \`${shown(p.field)}\`, which the rule does not say`,
  }),
  'artifact/value': entry<{ artifact: string; field: string; value: string; expected: string }>({
    severity: 'error',
    message: (p) => `${p.artifact}: \`${shown(p.field)}\` is \`${shown(p.value)}\`, which is not ${p.expected}`,
  }),
  'artifact/too-long': entry<{ artifact: string; field: string; length: number; most: number }>({
    severity: 'error',
    message: (p) =>
      `${p.artifact}: \`${shown(p.field)}\` has ${p.length} characters, and the platform takes at most ${p.most}`,
  }),
  'artifact/columns': entry<{ artifact: string; columns: readonly string[]; help: string }>({
    severity: 'error',
    message: (p) => `${p.artifact} needs a result with ${p.columns.join(' and ')}`,
    help: (p) => p.help,
  }),
  'artifact/changed': entry<{ artifact: string; what: string }>({
    severity: 'warning',
    message: (p) => `${p.artifact}: ${p.what}`,
  }),
} as const;
