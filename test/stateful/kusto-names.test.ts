import fc from 'fast-check';
import { describe } from 'vitest';
import type { Rule } from '../../src/ir/rule.ts';
import { streamCount } from './hold-target.ts';
import { binds, findsAll } from './kusto-checks.ts';
import { asAssumed } from './kusto-target.ts';
import { type Batch, sequenceBatches, type Wanted } from './random-streams.ts';

// Names of the table and of fields are the user's: those of the text's own tables and columns, words of the language, quotes, line ends that are
// none, comments.

/** Names that the outputs have for their own tables and columns, words of the language, and what would end a name in other places. */
const NAMES = [
  ...['step1', 'step2', 'until', 'upTo1', 'upTo2', 'found', 'matches', 'ordered', 'missing2', 'maxspan', 'lookback'],
  ...[
    'Time',
    'Time1',
    'Tie',
    'Id',
    'Id1',
    'Key1',
    'Kind',
    'Next',
    'NextTime',
    'NextId',
    'Step',
    'Row',
    'Begun',
    'Match',
  ],
  ...[
    'MissingTime',
    'Group',
    'where',
    'union',
    'next',
    'let',
    'by',
    "it's",
    'x"] | take 1 //',
    '// a',
    '/*',
    "'] ;",
    '`a`',
  ],
  ...['a\\b', 'a.b', '[]', 'Ä b-c', '😀', 'constructor', '$left', ';', '@"', '{}'],
] as const;

const OWN_NAMES = ['stream', 'key', 'ka', 'kb', 'kc', 's0', 's1', 's2', 's3', 'u', 'm0', 'm1'];

/** Every field of a tree under another name. */
function renamed<T>(tree: T, names: ReadonlyMap<string, string>): T {
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) => [key, walk(value)] as const);
    const copy = Object.fromEntries(entries);
    return copy.kind === 'field' ? { ...copy, name: names.get(String(copy.name)) ?? copy.name } : copy;
  };
  // The shape is the tree's own.
  return walk(tree) as T;
}

function underNames({ text, rule, events }: Batch, chosen: readonly string[]): Batch {
  const names = new Map(OWN_NAMES.map((name, at) => [name, chosen[at] ?? name]));
  const timestamp = chosen[OWN_NAMES.length] ?? '@timestamp';
  const { tiebreaker } = rule.time;
  const other = tiebreaker === undefined ? undefined : (chosen[OWN_NAMES.length + 1] ?? tiebreaker);
  names.set(rule.time.timestamp, timestamp);
  if (tiebreaker !== undefined && other !== undefined) names.set(tiebreaker, other);
  const time: Rule['time'] = { timestamp, ...(other !== undefined && { tiebreaker: other }) };
  return {
    text: `${text}\n${JSON.stringify([...names])}`,
    rule: { ...rule, time, query: renamed(rule.query, names) },
    events: events.map((event) => {
      const entries = Object.entries(event).map(([name, value]) => [names.get(name) ?? name, value] as const);
      return Object.fromEntries(entries);
    }),
  };
}

const named = (wanted: Wanted): fc.Arbitrary<Batch> =>
  fc
    .tuple(
      sequenceBatches(wanted).map(asAssumed),
      fc.shuffledSubarray([...NAMES], { minLength: OWN_NAMES.length + 2, maxLength: OWN_NAMES.length + 2 }),
    )
    .map(([batch, chosen]) => underNames(batch, chosen));

const wanted: Wanted = { streams: 4, longest: 50 };

describe.each([true, false])('sequences in KQL over hostile names (scan: %s)', (scan) => {
  findsAll({
    says: 'find what the oracle finds, whatever fields are called',
    wanted,
    batches: named(wanted),
    streams: streamCount / 5,
    options: { scan },
  });

  binds("bind in Microsoft's parser", named({ streams: 1, longest: 1 }), 10, { scan });

  for (const table of ['step1', 'step1to2', 'source', 'lookback', 'union', "x'] | take 1"])
    binds(`bind over the table ${table}`, named({ streams: 1, longest: 1 }), 2, { scan, table, window: 'parameters' });
});
