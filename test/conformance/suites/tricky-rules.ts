import { isUsable, loadRuleSet } from '../../../src/compile.ts';
import { SourceText } from '../../../src/text/source-text.ts';
import type { Usable } from '../../../src/verify/runner.ts';
import type { Corpus } from '../suite.ts';

/** Small rules that other converters get wrong: `../peers` beside the corpus. */
const TRICKY = '../peers/tricky';

/** Events that some of them were run on, with what is right. */
export const TRICKY_EVENTS = `${TRICKY}/sqlite_truth.json`;

/** One of the rules, where it can be read. */
function read(corpus: Corpus, file: string): Usable | undefined {
  const path = `${TRICKY}/rules/${file}`;
  const [loaded] = loadRuleSet([new SourceText(path, corpus.text(path))]).flatMap(({ rules }) => rules);
  return loaded && isUsable(loaded) ? loaded : undefined;
}

/** The rule of a case. */
export function trickyRule(corpus: Corpus, name: string): Usable {
  const loaded = read(corpus, `${name}.yml`);
  if (!loaded) throw new Error(`${name} is refused`);
  return loaded;
}

/** All of the rules that can be read. */
export const trickyRules = (corpus: Corpus): readonly Usable[] =>
  corpus.names(`${TRICKY}/rules`).flatMap((file) => read(corpus, file) ?? []);
