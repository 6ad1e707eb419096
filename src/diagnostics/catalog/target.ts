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
  'target/disproved': entry<{ target: string; name: string | undefined; count: number }>({
    severity: 'error',
    message: (p) =>
      `the output of ${p.target} for \`${shown(p.name ?? 'a rule without a name')}\` says something else than the rule on ${p.count} events, and its ledger does not say so`,
    help: () => '`isorule compare` shows the first of them; please report it',
  }),
  'target/not-taken': entry<{ target: string; name: string | undefined; reason: string }>({
    severity: 'error',
    message: (p) =>
      `${p.target} does not take the output for \`${shown(p.name ?? 'a rule without a name')}\`: ${shown(p.reason)}`,
    help: () => 'please report it',
  }),
  'target/not-run': entry<{ target: string; name: string | undefined; reason: string }>({
    severity: 'warning',
    message: (p) =>
      `the output of ${p.target} for \`${shown(p.name ?? 'a rule without a name')}\` is not proved: ${p.reason}`,
  }),
} as const;
