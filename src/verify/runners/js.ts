import { convertRule } from '../../compile.ts';
import { matchesOnJs } from '../matches/js.ts';
import { type Found, nothingToClose, type OpenRunner, oneByOne, type Trial } from '../runner.ts';

interface EmittedModule {
  readonly matches?: (event: unknown) => boolean;
}

async function run({ loaded, backend, events }: Trial): Promise<Found> {
  const conversion = convertRule(loaded, backend);
  const { text } = conversion;
  if (text === undefined) return { ways: [] };
  const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as EmittedModule;
  const { matches } = module;
  if (!matches) return { fault: { way: 'module', reason: 'the module exports no `matches`', text } };
  return { ways: [{ name: 'module', conversion, verdicts: events.map((event) => matches(event)) }] };
}

/** Imports the emitted module. */
export const openJs: OpenRunner = () =>
  Promise.resolve({
    name: 'JavaScript',
    version: process.version,
    run,
    runAll: oneByOne(run),
    matches: matchesOnJs,
    conversions: (loaded, backend) => [convertRule(loaded, backend)],
    close: nothingToClose,
  });
