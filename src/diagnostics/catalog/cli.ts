import { entry, shown, suggestion } from '../entry.ts';

/** What the command line finds wrong with its arguments and with files. */
export const cli = {
  'cli/unknown-target': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown target \`${shown(p.name)}\``,
    help: (p) => suggestion(p.near) ?? '`isorule targets` lists them',
  }),
  'cli/unknown-artifact': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown artifact \`${shown(p.name)}\``,
    help: (p) => suggestion(p.near) ?? '`isorule convert --help` lists them',
  }),
  'cli/artifact-target': entry<{ artifact: string; targets: readonly string[] }>({
    severity: 'error',
    message: (p) => `no target that was asked for makes the artifact \`${p.artifact}\``,
    help: (p) => `leave out \`--to\`, or name one of ${p.targets.map((one) => `\`${one}\``).join(', ')}`,
  }),
  'cli/no-target': entry({
    severity: 'error',
    message: () => 'nothing says what to write',
    help: () => 'name targets with `--to`, or artifacts with `--artifact`',
  }),
  'cli/unknown-mapping': entry<{ name: string; near: readonly string[] }>({
    severity: 'error',
    message: (p) => `unknown mapping \`${shown(p.name)}\``,
    help: (p) => suggestion(p.near) ?? '`isorule fields --help` lists them',
  }),
  'cli/no-mapping': entry<{ name: string; taxonomy: string; taxonomies: readonly string[] }>({
    severity: 'error',
    message: (p) => `the mapping \`${shown(p.name)}\` is not for rules of the taxonomy \`${shown(p.taxonomy)}\``,
    help: (p) => `it maps rules of ${p.taxonomies.map((one) => `\`${one}\``).join(', ')}`,
  }),
  'cli/unknown-fidelity': entry<{ name: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.name)}\` is no fidelity that can be allowed`,
    help: () => 'write `narrower`, `differs`, or both with a comma between',
  }),
  'cli/no-input': entry<{ pattern: string }>({
    severity: 'error',
    message: (p) => `no rule file found at \`${shown(p.pattern)}\``,
    help: () => 'give files, folders, globs in quotes, or `-` for standard input',
  }),
  'cli/no-events': entry<{ name: string | undefined; kind: string }>({
    severity: 'warning',
    message: (p) => `no events were generated for the ${p.kind} rule \`${shown(p.name ?? 'without a name')}\``,
    help: () =>
      'no events were found that do what the rule asks for; a correlation of what other correlations find has none yet',
  }),
  'cli/unreadable': entry<{ path: string; reason: string }>({
    severity: 'error',
    message: (p) => `can't read \`${shown(p.path)}\`: ${shown(p.reason)}`,
  }),
  'cli/unwritable': entry<{ path: string; reason: string }>({
    severity: 'error',
    message: (p) => `can't write \`${shown(p.path)}\`: ${shown(p.reason)}`,
    help: () => 'what was written before stands',
  }),
  'cli/not-text': entry<{ path: string }>({
    severity: 'error',
    message: (p) => `\`${shown(p.path)}\` is not UTF-8 text`,
  }),
} as const;
