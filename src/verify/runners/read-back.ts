import { convertRule, loadRules } from '../../compile.ts';
import { messageOf } from '../../diagnostics/diagnostic.ts';
import { SourceText } from '../../text/source-text.ts';
import { matchesReadBack } from '../matches/read-back.ts';
import { verdictsOf } from '../oracle.ts';
import { type Found, nothingToClose, type OpenRunner, oneByOne, type Trial } from '../runner.ts';

const run =
  (file: string) =>
  async ({ loaded, backend, events, load }: Trial): Promise<Found> => {
    const conversion = convertRule(loaded, backend);
    const { text } = conversion;
    if (text === undefined) return { ways: [] };
    const { rules, diagnostics } = loadRules(new SourceText(file, text), load);
    const [read] = rules;
    if (rules.length !== 1 || !read?.rule) {
      const said = [...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)].map(messageOf).join('; ');
      return { fault: { way: 'read back', reason: said || `${rules.length} rules were read back`, text } };
    }
    return { ways: [{ name: 'read back', conversion, verdicts: verdictsOf(read.rule, events) }] };
  };

/** Reads the output with isorule's own front end, by the file name that tells its language, and asks the oracle. */
export const openReadBack =
  (file: string): OpenRunner =>
  (version) =>
    Promise.resolve({
      name: 'isorule, read back',
      version,
      run: run(file),
      runAll: oneByOne(run(file)),
      matches: (trial) => Promise.resolve(matchesReadBack(file, trial)),
      conversions: (loaded, backend) => [convertRule(loaded, backend)],
      close: nothingToClose,
    });
