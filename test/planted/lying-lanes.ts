import type { Lane } from '../../src/index.ts';

type Library = typeof import('../../src/index.ts');
type Console = typeof import('../../src/cli/console.ts');

/** What a test of a command plants in it: whether the outputs say the opposite of what they say; and what was written. */
export interface Planted {
  lies: boolean;
  readonly written: string[];
}

function lying(lane: Lane): Lane {
  const { runner } = lane;
  if ('missing' in runner) return lane;
  const run: typeof runner.run = async (trial) => {
    const found = await runner.run(trial);
    if ('fault' in found) return found;
    return { ways: found.ways.map((way) => ({ ...way, verdicts: way.verdicts.map((verdict) => !verdict) })) };
  };
  return { ...lane, runner: { ...runner, run } };
}

/** The library, with lanes that lie while `planted.lies`. */
export function lyingLibrary(library: Library, planted: Planted): Library {
  const openLanes: Library['openLanes'] = async (...args) => {
    const lanes = await library.openLanes(...args);
    return planted.lies ? lanes.map(lying) : lanes;
  };
  return { ...library, openLanes };
}

/** The console, with a standard output that is kept in `planted.written`. */
export function keptConsole(console: Console, planted: Planted): Console {
  const out = (text: string): void => {
    planted.written.push(text);
  };
  return { ...console, out };
}
