import { entry, shown } from '../entry.ts';

/** What a conversion says of a rule as a whole. */
export const target = {
  'target/no-query': entry<{ name: string | undefined }>({
    severity: 'error',
    message: (p) => (p.name === undefined ? 'a rule has no query' : `rule \`${shown(p.name)}\` has no query`),
  }),
  'target/refused': entry<{ target: string; fidelity: string; why: string }>({
    severity: 'error',
    message: (p) => `not written for ${p.target}: the output would be \`${p.fidelity}\`: ${p.why}`,
    help: (p) =>
      p.fidelity === 'unsupported'
        ? undefined
        : `allow it with \`--allow ${p.fidelity}\` if the difference does no harm`,
  }),
  'target/wider': entry<{ target: string; why: string }>({
    severity: 'warning',
    message: (p) => `the output for ${p.target} may match more than the rule: ${p.why}`,
  }),
  'target/never-matches': entry<{ name: string | undefined }>({
    severity: 'warning',
    message: (p) => `${p.name === undefined ? 'the rule' : `rule \`${shown(p.name)}\``} can match no event`,
  }),
} as const;
