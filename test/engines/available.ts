import type { Engine, EngineId } from '../../src/engines/engine.ts';
import { engineIds, openEngine } from '../../src/engines/index.ts';
import { isMissing, type Missing } from '../../src/engines/load-package.ts';
import { compileMatcher } from '../../src/regex/matcher.ts';
import { parseRegex } from '../../src/regex/parse.ts';
import { Slice } from '../../src/text/slice.ts';
import { SourceText } from '../../src/text/source-text.ts';

const searches = new Map<string, (text: string) => boolean>();

function searchOf(pattern: string): (text: string) => boolean {
  const { regex } = parseRegex(Slice.verbatim(new SourceText('regex', pattern)), {
    flavour: 'pcre',
    anchoring: 'search',
    caseRule: 'exact',
  });
  const search = regex && compileMatcher(regex);
  if (typeof search !== 'function') throw new Error(`no regex: ${pattern}`);
  return search;
}

/** SQLite's REGEXP, as `requires` asks for it: our own matcher, reading PCRE. */
function regexp(pattern: string, text: string): boolean {
  const search = searches.get(pattern) ?? searchOf(pattern);
  searches.set(pattern, search);
  return search(text);
}

/**
 * The engine that all tests of one process share, for some take a second to start: whoever makes a table drops it, and
 * nobody closes the engine, which ends with the process.
 */
export const testEngine = (id: EngineId): Promise<Engine | Missing> => openEngine(id, { regexp });

/** The engines that this machine has, each with its version printed; of the others a line says why not. */
export async function availableEngines(): Promise<readonly Engine[]> {
  const found: Engine[] = [];
  for (const id of engineIds) {
    const engine = await testEngine(id);
    console.log(isMissing(engine) ? `${id}: left out, ${engine.missing}` : `${id} ${engine.version}`);
    if (!isMissing(engine)) found.push(engine);
  }
  return found;
}
