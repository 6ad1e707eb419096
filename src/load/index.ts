import type { Language } from '../containers/envelope.ts';
import { readContainer } from '../containers/index.ts';
import type { SourceText } from '../text/source-text.ts';
import { eql } from './eql.ts';
import { baseOf, type Cut, type FrontEnd } from './front-end.ts';
import type { Loaded, LoadedRule, LoadOptions } from './loaded.ts';
import { sigma } from './sigma.ts';

/** The languages that are understood. Rules in another one have no meaning; their containers say so. */
const frontEnds: Readonly<Partial<Record<Language, FrontEnd>>> = { eql, sigma };

const unread: FrontEnd = (cuts) => cuts.map(({ envelope }) => ({ ...baseOf(envelope), diagnostics: [] }));

/**
 * Reads the rules of several files: metadata, meaning, and what is wrong, each problem at its place. The files are one set: a rule may refer to
 * a rule of another file. Answers in the order of the files. Never throws.
 */
export function loadRuleSet(sources: readonly SourceText[], options: LoadOptions = {}): readonly Loaded[] {
  const readings = sources.map((source) => readContainer(source, options.container));
  const files = readings.map(({ envelopes }) => envelopes.map((envelope, index): Cut => ({ envelope, index })));
  const cuts = files.flat();
  const loaded = new Map<Cut, LoadedRule>();
  for (const language of new Set(cuts.map(({ envelope }) => envelope.language))) {
    const own = cuts.filter(({ envelope }) => envelope.language === language);
    const rules = (frontEnds[language] ?? unread)(own, options);
    for (const [i, cut] of own.entries()) {
      const rule = rules[i];
      if (rule) loaded.set(cut, rule);
    }
  }
  return readings.map(({ diagnostics }, file) => ({
    rules: (files[file] ?? []).flatMap((cut) => loaded.get(cut) ?? []),
    diagnostics,
  }));
}

/** Reads every rule of one file, which is a set of its own. Never throws. */
export function loadRules(source: SourceText, options: LoadOptions = {}): Loaded {
  const [loaded] = loadRuleSet([source], options);
  return loaded ?? { rules: [], diagnostics: [] };
}
