/** What a run of the command says to the shell. The worst that happened counts. */
export const EXIT = { ok: 0, findings: 1, ruleErrors: 2, usage: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const worst = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);
