import { isError } from '../diagnostics/diagnostic.ts';
import { type LostFilter, readSigma, type SigmaReading } from '../frontends/sigma/index.ts';
import { checkRule } from '../ir/check.ts';
import type { Rule } from '../ir/rule.ts';
import type { LedgerEntry } from '../target/ledger.ts';
import { baseOf, type Cut, doubtsOf, type FrontEnd, timeFields } from './front-end.ts';
import type { LoadedRule, LoadOptions } from './loaded.ts';

const withoutFilter = ({ title, span }: LostFilter): LedgerEntry => ({
  effect: 'wider',
  construct: 'filter',
  why: `the filter ${title} has errors, so what it leaves out is found`,
  origin: span,
  witness: {},
});

function loadedRule({ envelope, index }: Cut, reading: SigmaReading, options: LoadOptions): LoadedRule {
  const { metadata, logSource, problems = [], span } = envelope;
  const base = { ...baseOf(envelope), role: reading.role };
  const diagnostics = [...problems, ...reading.diagnostics];
  if (!reading.query || problems.some(isError)) return { ...base, diagnostics };
  const rule: Rule = {
    metadata,
    language: 'sigma',
    taxonomy: envelope.taxonomy ?? 'sigma',
    source: { path: span.source.path, index },
    ...(logSource && { logSource }),
    time: timeFields(envelope, options),
    query: reading.query,
  };
  const around = reading.lostFilters.map(withoutFilter);
  return { ...base, rule, around, diagnostics: [...diagnostics, ...doubtsOf(rule, span), ...checkRule(rule)] };
}

/** Sigma's rules, with the filters that apply to them; correlations over them. */
export const sigma: FrontEnd = (cuts, options) => {
  const documents = cuts.map(({ envelope }) => envelope);
  return readSigma(documents, options).map((reading, i) => loadedRule(cuts[i] as Cut, reading, options));
};
