import { shown } from '../../diagnostics/entry.ts';
import { type CellReport, type CompareReport, isFinding, type RuleReport } from './model.ts';
import { announcedText, eventLines, partText, verdictsText, wordOf } from './words.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function headOf(cell: CellReport): string {
  const { runner, held, ways, unannounced, announced } = cell;
  const notes = [
    ...(runner ? [`${runner.name} ${runner.version}`] : []),
    ...(ways.length > 0 ? [`${plural(held, 'event')} in ${plural(ways.length, 'way')}`] : []),
    ...(unannounced > 0 ? [`${unannounced} unannounced`] : []),
    ...(announced > 0 ? [`${announced} announced`] : []),
  ];
  return [wordOf(cell), ...(notes.length > 0 ? [`(${notes.join('; ')})`] : [])].join(' ');
}

function detailsOf(cell: CellReport): readonly string[] {
  const { assumes, reason, first } = cell;
  const assumed = assumes.map(({ id, sentence }) => `assumes ${id}: ${sentence}`);
  const told = reason === undefined ? [] : [reason.length > 400 ? `${reason.slice(0, 400)}…` : reason];
  if (!first) return [...told, ...assumed];
  const difference = [
    `first difference: ${verdictsText(first)}`,
    ...eventLines(first),
    `  part   ${partText(first)}`,
    `  ${announcedText(first)}`,
  ];
  return [...told, ...assumed, ...difference];
}

function ruleText({ name, events, streams, matching, targets }: RuleReport): string {
  const width = Math.max(...targets.map(({ target }) => target.length), 0);
  const said =
    streams === undefined
      ? `${plural(events, 'event')}, ${matching} match`
      : `${plural(events, 'event')} in ${plural(streams, 'stream')}, ${matching === 1 ? '1 match' : `${matching} matches`}`;
  const cells = targets.flatMap((cell) => [
    `  ${cell.target.padEnd(width)}  ${headOf(cell)}`,
    ...detailsOf(cell).map((line) => `  ${' '.repeat(width)}    ${line}`),
  ]);
  return [`${shown(name)} (${said})`, ...cells].join('\n');
}

/** Cells of a matrix; one letter is enough where many rules stand in a table. */
const LETTERS: { readonly [S in CellReport['status']]: string } = {
  exact: '=',
  conditional: 'c',
  wider: '>',
  narrower: '<',
  differs: '~',
  unannounced: '!',
  failed: 'X',
  unsupported: '-',
  'not run': '.',
};

const LEGEND =
  '= exact, c conditional, > wider, < narrower, ~ differs (announced), ! UNANNOUNCED, X failed, - unsupported, . not run, ? not proved';

function matrix({ rules, targets }: CompareReport): string {
  const heads = targets.map(({ target }) => target);
  const letter = ({ status, proved }: CellReport): string => {
    const found = LETTERS[status];
    return /[=c<>~]/.test(found) && !proved ? `${found}?` : found;
  };
  const row = (cells: readonly string[], name: string): string =>
    `${cells.map((cell, at) => cell.padEnd(heads[at]?.length ?? 1)).join('  ')}  ${name}`;
  return [row(heads, ''), ...rules.map(({ targets: cells, name }) => row(cells.map(letter), shown(name))), LEGEND].join(
    '\n',
  );
}

function totals({ rules, targets }: CompareReport): string {
  const width = Math.max(...targets.map(({ target }) => target.length), 0);
  return targets
    .map(({ target }, at) => {
      const counts = new Map<string, number>();
      for (const { targets: cells } of rules) {
        const cell = cells[at];
        if (cell) counts.set(wordOf(cell), (counts.get(wordOf(cell)) ?? 0) + 1);
      }
      return `${target.padEnd(width)}  ${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')}`;
    })
    .join('\n');
}

const missingText = ({ targets }: CompareReport): readonly string[] =>
  targets.flatMap((one) => ('missing' in one ? [`${one.target} left out: ${one.missing}`] : []));

/** A comparison for people: a few rules in full; of many the matrix, the totals, and in full those with findings. */
export function compareText(report: CompareReport): string {
  const { rules, seed, isorule } = report;
  const few = rules.length <= 3;
  const full = few ? rules : rules.filter(({ targets }) => targets.some(isFinding));
  const parts = [
    ...(few ? [] : [matrix(report)]),
    ...full.map(ruleText),
    ...(few ? [] : [totals(report)]),
    [...missingText(report), `${plural(rules.length, 'rule')}, seed ${seed}, isorule ${isorule}`].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}
